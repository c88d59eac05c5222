// Arrays, textures and surfaces: declared, so that a file that has them compiles. The host device makes none, and a
// kernel that reads one ends its launch.
#pragma once

struct cudaChannelFormatDesc
{
    int x, y, z, w;
    int f;
};
enum cudaChannelFormatKind { cudaChannelFormatKindSigned, cudaChannelFormatKindUnsigned, cudaChannelFormatKindFloat,
    cudaChannelFormatKindNone };
enum cudaResourceType { cudaResourceTypeArray, cudaResourceTypeMipmappedArray, cudaResourceTypeLinear,
    cudaResourceTypePitch2D };
enum cudaTextureAddressMode { cudaAddressModeWrap, cudaAddressModeClamp, cudaAddressModeMirror, cudaAddressModeBorder };
enum cudaTextureFilterMode { cudaFilterModePoint, cudaFilterModeLinear };
enum cudaTextureReadMode { cudaReadModeElementType, cudaReadModeNormalizedFloat };
enum cudaSurfaceBoundaryMode { cudaBoundaryModeZero, cudaBoundaryModeClamp, cudaBoundaryModeTrap };

struct cudaResourceDesc
{
    cudaResourceType resType;
    struct
    {
        struct { cudaArray_t array; } array;
        struct { void* devPtr; cudaChannelFormatDesc desc; std::size_t sizeInBytes; } linear;
        struct { void* devPtr; cudaChannelFormatDesc desc; std::size_t width, height, pitchInBytes; } pitch2D;
    } res;
};

struct cudaTextureDesc
{
    cudaTextureAddressMode addressMode[3];
    cudaTextureFilterMode filterMode;
    cudaTextureReadMode readMode;
    int sRGB;
    float borderColor[4];
    int normalizedCoords;
    unsigned maxAnisotropy;
};
struct cudaResourceViewDesc;

inline cudaChannelFormatDesc cudaCreateChannelDesc(int x, int y, int z, int w, cudaChannelFormatKind kind)
{
    return {x, y, z, w, kind};
}
template <class T> inline cudaChannelFormatDesc cudaCreateChannelDesc() { return {int(sizeof(T)) * 8, 0, 0, 0, 2}; }
template <class... Rest> inline cudaError_t cudaMallocArray(cudaArray_t*, Rest...)
{
    return perfgate::unsupported("cudaMallocArray");
}
template <class... Rest> inline cudaError_t cudaMalloc3DArray(cudaArray_t*, Rest...)
{
    return perfgate::unsupported("cudaMalloc3DArray");
}
inline cudaError_t cudaFreeArray(cudaArray_t) { return cudaSuccess; }
template <class... Rest> inline cudaError_t cudaMemcpyToArray(cudaArray_t, Rest...)
{
    return perfgate::unsupported("cudaMemcpyToArray");
}
template <class... Rest> inline cudaError_t cudaMemcpy2DToArray(cudaArray_t, Rest...)
{
    return perfgate::unsupported("cudaMemcpy2DToArray");
}
inline cudaError_t cudaMalloc3D(cudaPitchedPtr*, cudaExtent) { return perfgate::unsupported("cudaMalloc3D"); }
inline cudaError_t cudaMemcpy3D(const cudaMemcpy3DParms*) { return perfgate::unsupported("cudaMemcpy3D"); }
inline cudaError_t cudaCreateTextureObject(
    cudaTextureObject_t*, const cudaResourceDesc*, const cudaTextureDesc*, const cudaResourceViewDesc*)
{
    return perfgate::unsupported("cudaCreateTextureObject");
}
inline cudaError_t cudaDestroyTextureObject(cudaTextureObject_t) { return cudaSuccess; }
inline cudaError_t cudaCreateSurfaceObject(cudaSurfaceObject_t*, const cudaResourceDesc*)
{
    return perfgate::unsupported("cudaCreateSurfaceObject");
}
inline cudaError_t cudaDestroySurfaceObject(cudaSurfaceObject_t) { return cudaSuccess; }

namespace perfgate
{
[[noreturn]] inline void no_textures(const char* function)
{
    Message message;
    current_block().place_of_thread(message);
    message.add(": %s was called, and the host device has no textures and surfaces", function);
    current_block().fail(message.text());
}
} // namespace perfgate

#define PERFGATE_TEXTURE(NAME)                                                   \
    template <class T, class... Coordinates>                                     \
    inline T NAME(cudaTextureObject_t, Coordinates...)                           \
    {                                                                            \
        perfgate::no_textures(#NAME);                                            \
    }                                                                            \
    template <class T, class... Coordinates>                                     \
    inline void NAME(T*, cudaTextureObject_t, Coordinates...)                    \
    {                                                                            \
        perfgate::no_textures(#NAME);                                            \
    }
PERFGATE_TEXTURE(tex1D)
PERFGATE_TEXTURE(tex1Dfetch)
PERFGATE_TEXTURE(tex2D)
PERFGATE_TEXTURE(tex3D)
PERFGATE_TEXTURE(tex1DLayered)
PERFGATE_TEXTURE(tex2DLayered)
PERFGATE_TEXTURE(texCubemap)
PERFGATE_TEXTURE(tex2DLod)
PERFGATE_TEXTURE(tex3DLod)
PERFGATE_TEXTURE(surf1Dread)
PERFGATE_TEXTURE(surf2Dread)
PERFGATE_TEXTURE(surf3Dread)
#undef PERFGATE_TEXTURE

template <class T, class... Rest> inline void surf1Dwrite(T, cudaSurfaceObject_t, Rest...)
{
    perfgate::no_textures("surf1Dwrite");
}
template <class T, class... Rest> inline void surf2Dwrite(T, cudaSurfaceObject_t, Rest...)
{
    perfgate::no_textures("surf2Dwrite");
}
template <class T, class... Rest> inline void surf3Dwrite(T, cudaSurfaceObject_t, Rest...)
{
    perfgate::no_textures("surf3Dwrite");
}
