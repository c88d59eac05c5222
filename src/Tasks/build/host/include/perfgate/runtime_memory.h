// Memory of CUDA's runtime: all of it is this process's own, and kernels read it where it lies.
#pragma once

inline cudaError_t cudaMalloc(void** memory, std::size_t bytes)
{
    // cudaMalloc promises 256 bytes.
    *memory = bytes == 0 ? nullptr : std::aligned_alloc(256, (bytes + 255) / 256 * 256);
    return *memory != nullptr || bytes == 0 ? cudaSuccess : perfgate::fail(cudaErrorMemoryAllocation, "cudaMalloc");
}

inline cudaError_t cudaFree(void* memory) { return std::free(memory), cudaSuccess; }

template <class T> inline cudaError_t cudaMalloc(T** memory, std::size_t bytes)
{
    return cudaMalloc(reinterpret_cast<void**>(memory), bytes);
}
template <class T> inline cudaError_t cudaMallocHost(T** memory, std::size_t bytes, unsigned = 0)
{
    return cudaMalloc(memory, bytes);
}
template <class T> inline cudaError_t cudaHostAlloc(T** memory, std::size_t bytes, unsigned)
{
    return cudaMalloc(memory, bytes);
}
template <class T> inline cudaError_t cudaMallocManaged(T** memory, std::size_t bytes, unsigned = cudaMemAttachGlobal)
{
    return cudaMalloc(memory, bytes);
}
template <class T> inline cudaError_t cudaMallocAsync(T** memory, std::size_t bytes, cudaStream_t)
{
    return cudaMalloc(memory, bytes);
}
template <class T>
inline cudaError_t cudaMallocPitch(T** memory, std::size_t* pitch, std::size_t width, std::size_t height)
{
    *pitch = (width + 511) / 512 * 512;
    return cudaMalloc(memory, *pitch * height);
}
inline cudaError_t cudaFreeHost(void* memory) { return cudaFree(memory); }
inline cudaError_t cudaFreeAsync(void* memory, cudaStream_t) { return cudaFree(memory); }
inline cudaError_t cudaHostRegister(void*, std::size_t, unsigned) { return cudaSuccess; }
inline cudaError_t cudaHostUnregister(void*) { return cudaSuccess; }
template <class T> inline cudaError_t cudaHostGetDevicePointer(T** device, void* host, unsigned)
{
    return *device = static_cast<T*>(host), cudaSuccess;
}
inline cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total)
{
    *free = std::size_t(sysconf(_SC_AVPHYS_PAGES)) * std::size_t(sysconf(_SC_PAGESIZE));
    *total = std::size_t(sysconf(_SC_PHYS_PAGES)) * std::size_t(sysconf(_SC_PAGESIZE));
    return cudaSuccess;
}
inline cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, const void* memory)
{
    *attributes = {cudaMemoryTypeManaged, 0, const_cast<void*>(memory), const_cast<void*>(memory)};
    return cudaSuccess;
}
inline cudaError_t cudaMemPrefetchAsync(const void*, std::size_t, int, cudaStream_t = nullptr) { return cudaSuccess; }
inline cudaError_t cudaMemAdvise(const void*, std::size_t, cudaMemoryAdvise, int) { return cudaSuccess; }

inline cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind)
{
    if (bytes > 0)
        std::memmove(to, from, bytes);
    return cudaSuccess;
}
inline cudaError_t cudaMemcpyAsync(
    void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind = cudaMemcpyDefault, cudaStream_t = nullptr)
{
    return cudaMemcpy(to, from, bytes, kind);
}
inline cudaError_t cudaMemcpyPeer(void* to, int, const void* from, int, std::size_t bytes)
{
    return cudaMemcpy(to, from, bytes, cudaMemcpyDefault);
}
inline cudaError_t cudaMemcpy2D(void* to, std::size_t to_pitch, const void* from, std::size_t from_pitch,
    std::size_t width, std::size_t height, cudaMemcpyKind kind)
{
    for (std::size_t row = 0; row < height; row++)
        cudaMemcpy(static_cast<char*>(to) + row * to_pitch, static_cast<const char*>(from) + row * from_pitch, width,
            kind);
    return cudaSuccess;
}
inline cudaError_t cudaMemcpy2DAsync(void* to, std::size_t to_pitch, const void* from, std::size_t from_pitch,
    std::size_t width, std::size_t height, cudaMemcpyKind kind, cudaStream_t = nullptr)
{
    return cudaMemcpy2D(to, to_pitch, from, from_pitch, width, height, kind);
}
inline cudaError_t cudaMemset(void* memory, int value, std::size_t bytes)
{
    return std::memset(memory, value, bytes), cudaSuccess;
}
inline cudaError_t cudaMemsetAsync(void* memory, int value, std::size_t bytes, cudaStream_t = nullptr)
{
    return cudaMemset(memory, value, bytes);
}
inline cudaError_t cudaMemset2D(void* memory, std::size_t pitch, int value, std::size_t width, std::size_t height)
{
    for (std::size_t row = 0; row < height; row++)
        std::memset(static_cast<char*>(memory) + row * pitch, value, width);
    return cudaSuccess;
}

namespace perfgate
{
// A symbol's bytes, whether it is constant to kernels or not.
template <class T> inline char* bytes_of(T const& symbol)
{
    return const_cast<char*>(reinterpret_cast<const volatile char*>(&symbol));
}
} // namespace perfgate

template <class T>
inline cudaError_t cudaMemcpyToSymbol(T const& symbol, const void* from, std::size_t bytes, std::size_t offset = 0,
    cudaMemcpyKind kind = cudaMemcpyHostToDevice)
{
    if (offset > sizeof symbol || bytes > sizeof symbol - offset)
        return perfgate::fail(cudaErrorInvalidValue, "cudaMemcpyToSymbol: the symbol has fewer bytes");
    return cudaMemcpy(perfgate::bytes_of(symbol) + offset, from, bytes, kind);
}
template <class T>
inline cudaError_t cudaMemcpyToSymbolAsync(T const& symbol, const void* from, std::size_t bytes,
    std::size_t offset = 0, cudaMemcpyKind kind = cudaMemcpyHostToDevice, cudaStream_t = nullptr)
{
    return cudaMemcpyToSymbol(symbol, from, bytes, offset, kind);
}
template <class T>
inline cudaError_t cudaMemcpyFromSymbol(void* to, T const& symbol, std::size_t bytes, std::size_t offset = 0,
    cudaMemcpyKind kind = cudaMemcpyDeviceToHost)
{
    if (offset > sizeof symbol || bytes > sizeof symbol - offset)
        return perfgate::fail(cudaErrorInvalidValue, "cudaMemcpyFromSymbol: the symbol has fewer bytes");
    return cudaMemcpy(to, perfgate::bytes_of(symbol) + offset, bytes, kind);
}
template <class T>
inline cudaError_t cudaMemcpyFromSymbolAsync(void* to, T const& symbol, std::size_t bytes, std::size_t offset = 0,
    cudaMemcpyKind kind = cudaMemcpyDeviceToHost, cudaStream_t = nullptr)
{
    return cudaMemcpyFromSymbol(to, symbol, bytes, offset, kind);
}
template <class T> inline cudaError_t cudaGetSymbolAddress(void** address, T const& symbol)
{
    return *address = perfgate::bytes_of(symbol), cudaSuccess;
}
template <class T> inline cudaError_t cudaGetSymbolSize(std::size_t* bytes, T const& symbol)
{
    return *bytes = sizeof symbol, cudaSuccess;
}
