// The part of CUDA's runtime that host code calls, on the memory of this process: what a launch needs around it. All of
// it is done when a call returns. What there is nothing of here returns cudaErrorNotSupported.
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
// What went wrong last, on this thread.
struct HostState
{
    cudaError_t error = cudaSuccess;
    char fault[Fault::Capacity] = {};
};

inline HostState& host_state()
{
    static thread_local HostState state;
    return state;
}

inline cudaError_t fail(cudaError_t error, const char* text = "")
{
    host_state().error = error;
    if (host_state().fault[0] == '\0')
        copy_text(host_state().fault, Fault::Capacity, text);
    return error;
}

inline cudaError_t unsupported(const char* what)
{
    Message message;
    message.add("%s is not supported on the host device", what);
    return fail(cudaErrorNotSupported, message.text());
}

// The message of the first launch or call that failed since this was asked last; empty where none did.
inline Message launch_fault()
{
    Message message;
    message.add("%s", host_state().fault);
    host_state().fault[0] = '\0';
    return message;
}
} // namespace perfgate

#pragma GCC visibility pop

struct CUstream_st
{
    unsigned flags;
};

struct CUevent_st
{
    std::chrono::steady_clock::time_point time;
};

inline const char* cudaGetErrorString(cudaError_t error)
{
    switch (error)
    {
#define PERFGATE_ERROR(NAME, NUMBER, TEXT) \
    case NAME: return TEXT;
        PERFGATE_ERRORS(PERFGATE_ERROR)
#undef PERFGATE_ERROR
    }
    return "unrecognized error code";
}

inline const char* cudaGetErrorName(cudaError_t error)
{
    switch (error)
    {
#define PERFGATE_ERROR(NAME, NUMBER, TEXT) \
    case NAME: return #NAME;
        PERFGATE_ERRORS(PERFGATE_ERROR)
#undef PERFGATE_ERROR
    }
    return "unrecognized error code";
}

inline cudaError_t cudaPeekAtLastError() { return perfgate::host_state().error; }
inline cudaError_t cudaGetLastError() { return std::exchange(perfgate::host_state().error, cudaSuccess); }

// A launch has ended, well or not, when the host goes on.
inline cudaError_t cudaDeviceSynchronize() { return perfgate::host_state().error; }
inline cudaError_t cudaThreadSynchronize() { return cudaDeviceSynchronize(); }
inline cudaError_t cudaDeviceReset() { return cudaSuccess; }
inline cudaError_t cudaThreadExit() { return cudaSuccess; }
inline cudaError_t cudaProfilerStart() { return cudaSuccess; }
inline cudaError_t cudaProfilerStop() { return cudaSuccess; }

inline cudaError_t cudaGetDeviceCount(int* count) { return *count = 1, cudaSuccess; }
inline cudaError_t cudaGetDevice(int* device) { return *device = 0, cudaSuccess; }
inline cudaError_t cudaSetDevice(int device)
{
    return device == 0 ? cudaSuccess : perfgate::fail(cudaErrorInvalidDevice, "cudaSetDevice: there is one device");
}
inline cudaError_t cudaChooseDevice(int* device, const cudaDeviceProp*) { return *device = 0, cudaSuccess; }
inline cudaError_t cudaSetDeviceFlags(unsigned) { return cudaSuccess; }
inline cudaError_t cudaDriverGetVersion(int* version) { return *version = CUDART_VERSION, cudaSuccess; }
inline cudaError_t cudaRuntimeGetVersion(int* version) { return *version = CUDART_VERSION, cudaSuccess; }
inline cudaError_t cudaDeviceSetLimit(cudaLimit, std::size_t) { return cudaSuccess; }
inline cudaError_t cudaDeviceGetLimit(std::size_t* value, cudaLimit) { return *value = 0, cudaSuccess; }
inline cudaError_t cudaDeviceSetCacheConfig(cudaFuncCache) { return cudaSuccess; }
inline cudaError_t cudaDeviceSetSharedMemConfig(cudaSharedMemConfig) { return cudaSuccess; }
inline cudaError_t cudaDeviceCanAccessPeer(int* can, int, int) { return *can = 0, cudaSuccess; }
inline cudaError_t cudaDeviceEnablePeerAccess(int, unsigned) { return perfgate::unsupported("peer access"); }
inline cudaError_t cudaDeviceDisablePeerAccess(int) { return perfgate::unsupported("peer access"); }
inline cudaError_t cudaDeviceGetStreamPriorityRange(int* least, int* greatest)
{
    return *least = *greatest = 0, cudaSuccess;
}

inline cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device)
{
    if (device != 0)
        return perfgate::fail(cudaErrorInvalidDevice, "cudaGetDeviceProperties: there is one device");
    *properties = {};
    std::snprintf(properties->name, sizeof properties->name, "PerfGate host device");
    properties->totalGlobalMem = std::size_t(sysconf(_SC_PHYS_PAGES)) * std::size_t(sysconf(_SC_PAGESIZE));
    properties->sharedMemPerBlock = 48 * 1024;
    properties->sharedMemPerBlockOptin = properties->sharedMemPerMultiprocessor = perfgate::MaximumSharedBytes;
    properties->totalConstMem = 64 * 1024;
    properties->memPitch = 0x7fffffff;
    properties->textureAlignment = 512;
    properties->regsPerBlock = properties->regsPerMultiprocessor = 65536;
    properties->warpSize = perfgate::WarpSize;
    properties->maxThreadsPerBlock = properties->maxThreadsPerMultiProcessor = perfgate::MaximumThreadsPerBlock;
    properties->maxThreadsDim[0] = properties->maxThreadsDim[1] = 1024;
    properties->maxThreadsDim[2] = 64;
    properties->maxGridSize[0] = 0x7fffffff;
    properties->maxGridSize[1] = properties->maxGridSize[2] = 65535;
    properties->clockRate = properties->memoryClockRate = 1000000;
    properties->memoryBusWidth = 64;
    properties->l2CacheSize = 1 << 20;
    properties->major = 7;
    properties->multiProcessorCount = perfgate::allowed_cores();
    properties->maxBlocksPerMultiProcessor = 1;
    properties->canMapHostMemory = properties->unifiedAddressing = properties->managedMemory = 1;
    properties->concurrentManagedAccess = properties->pageableMemoryAccess = properties->cooperativeLaunch = 1;
    return cudaSuccess;
}

inline cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device)
{
    cudaDeviceProp p;
    if (cudaError_t const failed = cudaGetDeviceProperties(&p, device))
        return failed;
    switch (attribute)
    {
    case cudaDevAttrMaxThreadsPerBlock: return *value = p.maxThreadsPerBlock, cudaSuccess;
    case cudaDevAttrMaxBlockDimX: return *value = p.maxThreadsDim[0], cudaSuccess;
    case cudaDevAttrMaxBlockDimY: return *value = p.maxThreadsDim[1], cudaSuccess;
    case cudaDevAttrMaxBlockDimZ: return *value = p.maxThreadsDim[2], cudaSuccess;
    case cudaDevAttrMaxGridDimX: return *value = p.maxGridSize[0], cudaSuccess;
    case cudaDevAttrMaxGridDimY: return *value = p.maxGridSize[1], cudaSuccess;
    case cudaDevAttrMaxGridDimZ: return *value = p.maxGridSize[2], cudaSuccess;
    case cudaDevAttrMemoryClockRate: return *value = p.memoryClockRate, cudaSuccess;
    case cudaDevAttrGlobalMemoryBusWidth: return *value = p.memoryBusWidth, cudaSuccess;
    case cudaDevAttrMaxSharedMemoryPerBlock: return *value = int(p.sharedMemPerBlock), cudaSuccess;
    case cudaDevAttrTotalConstantMemory: return *value = int(p.totalConstMem), cudaSuccess;
    case cudaDevAttrWarpSize: return *value = p.warpSize, cudaSuccess;
    case cudaDevAttrMaxRegistersPerBlock: return *value = p.regsPerBlock, cudaSuccess;
    case cudaDevAttrClockRate: return *value = p.clockRate, cudaSuccess;
    case cudaDevAttrMultiProcessorCount: return *value = p.multiProcessorCount, cudaSuccess;
    case cudaDevAttrL2CacheSize: return *value = p.l2CacheSize, cudaSuccess;
    case cudaDevAttrMaxThreadsPerMultiProcessor: return *value = p.maxThreadsPerMultiProcessor, cudaSuccess;
    case cudaDevAttrComputeCapabilityMajor: return *value = p.major, cudaSuccess;
    case cudaDevAttrComputeCapabilityMinor: return *value = p.minor, cudaSuccess;
    case cudaDevAttrMaxSharedMemoryPerMultiprocessor:
    case cudaDevAttrMaxSharedMemoryPerBlockOptin: return *value = int(p.sharedMemPerBlockOptin), cudaSuccess;
    case cudaDevAttrManagedMemory:
    case cudaDevAttrConcurrentManagedAccess:
    case cudaDevAttrCooperativeLaunch: return *value = 1, cudaSuccess;
    case cudaDevAttrConcurrentKernels:
    case cudaDevAttrIntegrated:
    case cudaDevAttrComputeMode:
    case cudaDevAttrMemoryPoolsSupported: return *value = 0, cudaSuccess;
    }
    return perfgate::fail(cudaErrorInvalidValue, "cudaDeviceGetAttribute: unknown attribute");
}

template <class Kernel> inline cudaError_t cudaFuncSetCacheConfig(Kernel, cudaFuncCache) { return cudaSuccess; }
template <class Kernel> inline cudaError_t cudaFuncSetSharedMemConfig(Kernel, cudaSharedMemConfig)
{
    return cudaSuccess;
}
template <class Kernel> inline cudaError_t cudaFuncSetAttribute(Kernel, cudaFuncAttribute, int) { return cudaSuccess; }
template <class Kernel> inline cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, Kernel)
{
    *attributes = {};
    attributes->maxThreadsPerBlock = perfgate::MaximumThreadsPerBlock;
    attributes->maxDynamicSharedSizeBytes = int(perfgate::MaximumSharedBytes);
    return cudaSuccess;
}
template <class Kernel>
inline cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, Kernel, int, std::size_t)
{
    return *blocks = 1, cudaSuccess;
}
template <class Kernel>
inline cudaError_t cudaOccupancyMaxPotentialBlockSize(int* grid, int* block, Kernel, std::size_t = 0, int limit = 0)
{
    *grid = perfgate::allowed_cores();
    *block = limit > 0 && limit < 256 ? limit : 256;
    return cudaSuccess;
}

inline cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags)
{
    return *stream = new CUstream_st{flags}, cudaSuccess;
}
inline cudaError_t cudaStreamCreate(cudaStream_t* stream) { return cudaStreamCreateWithFlags(stream, 0); }
inline cudaError_t cudaStreamCreateWithPriority(cudaStream_t* stream, unsigned flags, int)
{
    return cudaStreamCreateWithFlags(stream, flags);
}
inline cudaError_t cudaStreamDestroy(cudaStream_t stream) { return delete stream, cudaSuccess; }
inline cudaError_t cudaStreamSynchronize(cudaStream_t) { return cudaDeviceSynchronize(); }
inline cudaError_t cudaStreamQuery(cudaStream_t) { return cudaDeviceSynchronize(); }
inline cudaError_t cudaStreamWaitEvent(cudaStream_t, cudaEvent_t, unsigned = 0) { return cudaSuccess; }
inline cudaError_t cudaLaunchHostFunc(cudaStream_t, cudaHostFn_t function, void* data)
{
    return function(data), cudaSuccess;
}
inline cudaError_t cudaStreamBeginCapture(cudaStream_t, cudaStreamCaptureMode)
{
    return perfgate::unsupported("a CUDA graph");
}
inline cudaError_t cudaStreamEndCapture(cudaStream_t, cudaGraph_t*) { return perfgate::unsupported("a CUDA graph"); }
template <class... Rest> inline cudaError_t cudaGraphInstantiate(cudaGraphExec_t*, cudaGraph_t, Rest...)
{
    return perfgate::unsupported("a CUDA graph");
}
inline cudaError_t cudaGraphLaunch(cudaGraphExec_t, cudaStream_t) { return perfgate::unsupported("a CUDA graph"); }
inline cudaError_t cudaGraphDestroy(cudaGraph_t) { return cudaSuccess; }
inline cudaError_t cudaGraphExecDestroy(cudaGraphExec_t) { return cudaSuccess; }

inline cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned)
{
    return *event = new CUevent_st{}, cudaSuccess;
}
inline cudaError_t cudaEventCreate(cudaEvent_t* event, unsigned flags = 0)
{
    return cudaEventCreateWithFlags(event, flags);
}
inline cudaError_t cudaEventDestroy(cudaEvent_t event) { return delete event, cudaSuccess; }
inline cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t = nullptr)
{
    return event->time = std::chrono::steady_clock::now(), cudaSuccess;
}
inline cudaError_t cudaEventSynchronize(cudaEvent_t) { return cudaSuccess; }
inline cudaError_t cudaEventQuery(cudaEvent_t) { return cudaSuccess; }
inline cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end)
{
    return *milliseconds = std::chrono::duration<float, std::milli>(end->time - begin->time).count(), cudaSuccess;
}
