// What host code beside kernels mentions of CUDA's runtime and is seldom needed to launch them: memory pools, graphs,
// graphics, other processes. It compiles; what there is nothing of here returns cudaErrorNotSupported.
#pragma once

#define PERFGATE_UNSUPPORTED(RESULT, NAME, WHAT)                      \
    template <class... Arguments> inline RESULT NAME(Arguments&&...)  \
    {                                                                 \
        return RESULT(perfgate::unsupported(WHAT));                   \
    }

// Memory pools: there is one, the memory of the process.
enum cudaMemLocationType { cudaMemLocationTypeInvalid, cudaMemLocationTypeDevice, cudaMemLocationTypeHost,
    cudaMemLocationTypeHostNuma, cudaMemLocationTypeHostNumaCurrent };
enum cudaMemAccessFlags { cudaMemAccessFlagsProtNone = 0, cudaMemAccessFlagsProtRead = 1,
    cudaMemAccessFlagsProtReadWrite = 3 };
enum cudaMemAllocationType { cudaMemAllocationTypeInvalid, cudaMemAllocationTypePinned };
enum cudaMemAllocationHandleType { cudaMemHandleTypeNone = 0, cudaMemHandleTypePosixFileDescriptor = 1,
    cudaMemHandleTypeWin32 = 2, cudaMemHandleTypeWin32Kmt = 4 };
enum cudaMemPoolAttr { cudaMemPoolReuseFollowEventDependencies = 1, cudaMemPoolReuseAllowOpportunistic,
    cudaMemPoolReuseAllowInternalDependencies, cudaMemPoolAttrReleaseThreshold, cudaMemPoolAttrReservedMemCurrent,
    cudaMemPoolAttrReservedMemHigh, cudaMemPoolAttrUsedMemCurrent, cudaMemPoolAttrUsedMemHigh };
struct cudaMemLocation { cudaMemLocationType type; int id; };
struct cudaMemAccessDesc { cudaMemLocation location; cudaMemAccessFlags flags; };
struct cudaMemPoolProps
{
    cudaMemAllocationType allocType;
    cudaMemAllocationHandleType handleTypes;
    cudaMemLocation location;
    void* win32SecurityAttributes;
    std::size_t maxSize;
};
struct cudaMemPoolPtrExportData { unsigned char reserved[64]; };

inline cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t* pool, int) { return *pool = nullptr, cudaSuccess; }
inline cudaError_t cudaDeviceGetMemPool(cudaMemPool_t* pool, int) { return *pool = nullptr, cudaSuccess; }
inline cudaError_t cudaDeviceSetMemPool(int, cudaMemPool_t) { return cudaSuccess; }
inline cudaError_t cudaMemPoolCreate(cudaMemPool_t* pool, const cudaMemPoolProps*)
{
    return *pool = nullptr, cudaSuccess;
}
inline cudaError_t cudaMemPoolDestroy(cudaMemPool_t) { return cudaSuccess; }
inline cudaError_t cudaMemPoolTrimTo(cudaMemPool_t, std::size_t) { return cudaSuccess; }
inline cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t, cudaMemPoolAttr, void*) { return cudaSuccess; }
inline cudaError_t cudaMemPoolSetAccess(cudaMemPool_t, const cudaMemAccessDesc*, std::size_t) { return cudaSuccess; }
template <class T>
inline cudaError_t cudaMallocFromPoolAsync(T** memory, std::size_t bytes, cudaMemPool_t, cudaStream_t)
{
    return cudaMalloc(memory, bytes);
}
template <class T> inline cudaError_t cudaMallocAsync(T** memory, std::size_t bytes, cudaMemPool_t, cudaStream_t)
{
    return cudaMalloc(memory, bytes);
}
PERFGATE_UNSUPPORTED(cudaError_t, cudaMemPoolGetAttribute, "a memory pool's attributes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaMemPoolGetAccess, "a memory pool's access")
PERFGATE_UNSUPPORTED(cudaError_t, cudaMemPoolExportPointer, "sharing with other processes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaMemPoolImportPointer, "sharing with other processes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaMemPoolExportToShareableHandle, "sharing with other processes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaMemPoolImportFromShareableHandle, "sharing with other processes")

struct cudaIpcMemHandle_t { char reserved[64]; };
struct cudaIpcEventHandle_t { char reserved[64]; };
#define cudaIpcMemLazyEnablePeerAccess 0x01
#define cudaEventInterprocess 0x04
PERFGATE_UNSUPPORTED(cudaError_t, cudaIpcGetMemHandle, "sharing with other processes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaIpcOpenMemHandle, "sharing with other processes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaIpcCloseMemHandle, "sharing with other processes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaIpcGetEventHandle, "sharing with other processes")
PERFGATE_UNSUPPORTED(cudaError_t, cudaIpcOpenEventHandle, "sharing with other processes")

// Streams.
typedef void(CUDART_CB* cudaStreamCallback_t)(cudaStream_t, cudaError_t, void*);
inline cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t function, void* data, unsigned)
{
    return function(stream, cudaSuccess, data), cudaSuccess;
}
template <class T> inline cudaError_t cudaStreamAttachMemAsync(cudaStream_t, T*, std::size_t = 0, unsigned = 0x04)
{
    return cudaSuccess;
}
#define cudaMemAttachSingle 0x04
inline cudaError_t cudaStreamGetFlags(cudaStream_t stream, unsigned* flags)
{
    return *flags = stream == nullptr ? 0 : stream->flags, cudaSuccess;
}
inline cudaError_t cudaStreamGetPriority(cudaStream_t, int* priority) { return *priority = 0, cudaSuccess; }
enum cudaStreamCaptureStatus { cudaStreamCaptureStatusNone, cudaStreamCaptureStatusActive,
    cudaStreamCaptureStatusInvalidated };
inline cudaError_t cudaStreamIsCapturing(cudaStream_t, cudaStreamCaptureStatus* status)
{
    return *status = cudaStreamCaptureStatusNone, cudaSuccess;
}
typedef cudaLaunchAttributeID cudaStreamAttrID;
typedef cudaLaunchAttributeValue cudaStreamAttrValue;
#define cudaStreamAttributeAccessPolicyWindow cudaLaunchAttributeAccessPolicyWindow
#define cudaStreamAttributePriority cudaLaunchAttributePriority
inline cudaError_t cudaStreamSetAttribute(cudaStream_t, cudaStreamAttrID, const cudaStreamAttrValue*)
{
    return cudaSuccess;
}
inline cudaError_t cudaCtxResetPersistingL2Cache() { return cudaSuccess; }
inline cudaError_t cudaMemcpyPeerAsync(
    void* to, int, const void* from, int, std::size_t bytes, cudaStream_t = nullptr)
{
    return cudaMemcpy(to, from, bytes, cudaMemcpyDefault);
}
inline cudaError_t cudaMemset2DAsync(void* memory, std::size_t pitch, int value, std::size_t width,
    std::size_t height, cudaStream_t = nullptr)
{
    return cudaMemset2D(memory, pitch, value, width, height);
}

// Graphs.
struct cudaKernelNodeParams
{
    void* func;
    dim3 perfgate_gridDim, perfgate_blockDim;
    unsigned sharedMemBytes;
    void **kernelParams, **extra;
};
struct cudaMemsetParams { void* dst; std::size_t pitch; unsigned value, elementSize; std::size_t width, height; };
struct cudaHostNodeParams { cudaHostFn_t fn; void* userData; };
struct cudaMemAllocNodeParams
{
    cudaMemPoolProps poolProps;
    const cudaMemAccessDesc* accessDescs;
    std::size_t accessDescCount, bytesize;
    void* dptr;
};
enum cudaGraphNodeType { cudaGraphNodeTypeKernel, cudaGraphNodeTypeMemcpy, cudaGraphNodeTypeMemset,
    cudaGraphNodeTypeHost, cudaGraphNodeTypeGraph, cudaGraphNodeTypeEmpty };
enum cudaGraphExecUpdateResult { cudaGraphExecUpdateSuccess, cudaGraphExecUpdateError };
struct cudaGraphExecUpdateResultInfo { cudaGraphExecUpdateResult result; };
#define PERFGATE_GRAPH(NAME) PERFGATE_UNSUPPORTED(cudaError_t, cudaGraph##NAME, "a CUDA graph")
PERFGATE_GRAPH(Create)
PERFGATE_GRAPH(Clone)
PERFGATE_GRAPH(AddNode)
PERFGATE_GRAPH(AddKernelNode)
PERFGATE_GRAPH(AddMemcpyNode)
PERFGATE_GRAPH(AddMemcpyNode1D)
PERFGATE_GRAPH(AddMemsetNode)
PERFGATE_GRAPH(AddHostNode)
PERFGATE_GRAPH(AddEmptyNode)
PERFGATE_GRAPH(AddChildGraphNode)
PERFGATE_GRAPH(AddMemAllocNode)
PERFGATE_GRAPH(AddMemFreeNode)
PERFGATE_GRAPH(AddDependencies)
PERFGATE_GRAPH(GetNodes)
PERFGATE_GRAPH(GetRootNodes)
PERFGATE_GRAPH(NodeGetType)
PERFGATE_GRAPH(InstantiateWithFlags)
PERFGATE_GRAPH(Upload)
PERFGATE_GRAPH(ExecUpdate)
PERFGATE_GRAPH(KernelNodeGetParams)
PERFGATE_GRAPH(KernelNodeSetParams)
PERFGATE_GRAPH(ExecKernelNodeSetParams)
PERFGATE_GRAPH(DebugDotPrint)
PERFGATE_UNSUPPORTED(cudaError_t, cudaStreamGetCaptureInfo, "a CUDA graph")
#undef PERFGATE_GRAPH

// Graphics.
struct cudaGraphicsResource;
typedef cudaGraphicsResource* cudaGraphicsResource_t;
#define cudaGraphicsMapFlagsNone 0
#define cudaGraphicsMapFlagsReadOnly 1
#define cudaGraphicsMapFlagsWriteDiscard 2
#define cudaGraphicsRegisterFlagsNone 0
#define cudaGraphicsRegisterFlagsReadOnly 1
#define cudaGraphicsRegisterFlagsWriteDiscard 2
#define cudaGraphicsRegisterFlagsSurfaceLoadStore 4
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsMapResources, "graphics")
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsUnmapResources, "graphics")
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsUnregisterResource, "graphics")
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsResourceSetMapFlags, "graphics")
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsResourceGetMappedPointer, "graphics")
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsSubResourceGetMappedArray, "graphics")
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsGLRegisterBuffer, "graphics")
PERFGATE_UNSUPPORTED(cudaError_t, cudaGraphicsGLRegisterImage, "graphics")

PERFGATE_UNSUPPORTED(cudaError_t, cudaDeviceGetP2PAttribute, "peer access")
PERFGATE_UNSUPPORTED(cudaError_t, cudaDeviceGetPCIBusId, "the PCI bus")
PERFGATE_UNSUPPORTED(cudaError_t, cudaDeviceGetByPCIBusId, "the PCI bus")
