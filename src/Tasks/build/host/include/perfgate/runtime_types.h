// Types and constants of CUDA's runtime, with CUDA's names and numbers as far as code compares them.
#pragma once

#define CUDART_VERSION 12000
#define CUDA_VERSION 12000
#define CUDART_CB
#define CUDARTAPI
#define __CUDACC__ 1
#define __CUDACC_VER_MAJOR__ 12
#define __CUDACC_VER_MINOR__ 0
// The rules of threads that leave early are those of compute capability 7.0. Code for later ones is inline PTX more
// often than not.
#define __CUDA_ARCH__ 700

// What CUDA's own headers define, and helpers of its samples ask for.
#define __CUDA_RUNTIME_H__
#define __CUDA_RUNTIME_API_H__
#define __DRIVER_TYPES_H__
#define __VECTOR_TYPES_H__
#define __VECTOR_FUNCTIONS_H__

#define PERFGATE_ERRORS(ERROR)                                                       \
    ERROR(cudaSuccess, 0, "no error")                                                \
    ERROR(cudaErrorInvalidValue, 1, "invalid argument")                              \
    ERROR(cudaErrorMemoryAllocation, 2, "out of memory")                             \
    ERROR(cudaErrorInitializationError, 3, "initialization error")                   \
    ERROR(cudaErrorInvalidConfiguration, 9, "invalid configuration argument")        \
    ERROR(cudaErrorInvalidSymbol, 13, "invalid device symbol")                       \
    ERROR(cudaErrorInvalidMemcpyDirection, 21, "invalid copy direction for memcpy")  \
    ERROR(cudaErrorInsufficientDriver, 35, "CUDA driver version is insufficient")    \
    ERROR(cudaErrorInvalidDeviceFunction, 98, "invalid device function")             \
    ERROR(cudaErrorNoDevice, 100, "no CUDA-capable device is detected")              \
    ERROR(cudaErrorInvalidDevice, 101, "invalid device ordinal")                     \
    ERROR(cudaErrorInvalidResourceHandle, 400, "invalid resource handle")            \
    ERROR(cudaErrorNotReady, 600, "device not ready")                                \
    ERROR(cudaErrorIllegalAddress, 700, "an illegal memory access was encountered")  \
    ERROR(cudaErrorLaunchOutOfResources, 701, "too many resources requested")        \
    ERROR(cudaErrorLaunchTimeout, 702, "the launch timed out and was terminated")    \
    ERROR(cudaErrorPeerAccessAlreadyEnabled, 704, "peer access is already enabled")  \
    ERROR(cudaErrorPeerAccessNotEnabled, 705, "peer access has not been enabled")    \
    ERROR(cudaErrorAssert, 710, "device-side assert triggered")                      \
    ERROR(cudaErrorHostMemoryAlreadyRegistered, 712, "memory is already registered") \
    ERROR(cudaErrorLaunchFailure, 719, "unspecified launch failure")                 \
    ERROR(cudaErrorCooperativeLaunchTooLarge, 720, "too many blocks in cooperative launch") \
    ERROR(cudaErrorNotSupported, 801, "operation not supported")                     \
    ERROR(cudaErrorUnknown, 999, "unknown error")

enum cudaError
{
#define PERFGATE_ERROR(NAME, NUMBER, TEXT) NAME = NUMBER,
    PERFGATE_ERRORS(PERFGATE_ERROR)
#undef PERFGATE_ERROR
};
typedef enum cudaError cudaError_t;

enum cudaMemcpyKind
{
    cudaMemcpyHostToHost,
    cudaMemcpyHostToDevice,
    cudaMemcpyDeviceToHost,
    cudaMemcpyDeviceToDevice,
    cudaMemcpyDefault
};

typedef struct CUstream_st* cudaStream_t;
typedef struct CUevent_st* cudaEvent_t;
typedef struct CUgraph_st* cudaGraph_t;
typedef struct CUgraphExec_st* cudaGraphExec_t;
typedef struct CUgraphNode_st* cudaGraphNode_t;
typedef struct CUmemPoolHandle_st* cudaMemPool_t;
typedef struct cudaArray* cudaArray_t;
typedef unsigned long long cudaTextureObject_t;
typedef unsigned long long cudaSurfaceObject_t;
typedef void(CUDART_CB* cudaHostFn_t)(void*);

#define cudaStreamDefault 0x00
#define cudaStreamNonBlocking 0x01
#define cudaStreamLegacy ((cudaStream_t)0x1)
#define cudaStreamPerThread ((cudaStream_t)0x2)
#define cudaEventDefault 0x00
#define cudaEventBlockingSync 0x01
#define cudaEventDisableTiming 0x02
#define cudaHostAllocDefault 0x00
#define cudaHostAllocPortable 0x01
#define cudaHostAllocMapped 0x02
#define cudaHostAllocWriteCombined 0x04
#define cudaHostRegisterDefault 0x00
#define cudaHostRegisterPortable 0x01
#define cudaHostRegisterMapped 0x02
#define cudaMemAttachGlobal 0x01
#define cudaMemAttachHost 0x02
#define cudaDeviceScheduleAuto 0x00
#define cudaDeviceScheduleSpin 0x01
#define cudaDeviceScheduleYield 0x02
#define cudaDeviceScheduleBlockingSync 0x04
#define cudaDeviceMapHost 0x08
#define cudaCpuDeviceId (-1)
#define cudaInvalidDeviceId (-2)

enum cudaFuncCache { cudaFuncCachePreferNone, cudaFuncCachePreferShared, cudaFuncCachePreferL1,
    cudaFuncCachePreferEqual };
enum cudaSharedMemConfig { cudaSharedMemBankSizeDefault, cudaSharedMemBankSizeFourByte,
    cudaSharedMemBankSizeEightByte };
enum cudaLimit { cudaLimitStackSize, cudaLimitPrintfFifoSize, cudaLimitMallocHeapSize, cudaLimitDevRuntimeSyncDepth,
    cudaLimitDevRuntimePendingLaunchCount, cudaLimitMaxL2FetchGranularity, cudaLimitPersistingL2CacheSize };
enum cudaComputeMode { cudaComputeModeDefault, cudaComputeModeExclusive, cudaComputeModeProhibited,
    cudaComputeModeExclusiveProcess };
enum cudaMemoryAdvise { cudaMemAdviseSetReadMostly = 1, cudaMemAdviseUnsetReadMostly, cudaMemAdviseSetPreferredLocation,
    cudaMemAdviseUnsetPreferredLocation, cudaMemAdviseSetAccessedBy, cudaMemAdviseUnsetAccessedBy };
enum cudaMemoryType { cudaMemoryTypeUnregistered, cudaMemoryTypeHost, cudaMemoryTypeDevice, cudaMemoryTypeManaged };
enum cudaStreamCaptureMode { cudaStreamCaptureModeGlobal, cudaStreamCaptureModeThreadLocal,
    cudaStreamCaptureModeRelaxed };

enum cudaFuncAttribute
{
    cudaFuncAttributeMaxDynamicSharedMemorySize = 8,
    cudaFuncAttributePreferredSharedMemoryCarveout = 9
};
enum { cudaSharedmemCarveoutDefault = -1, cudaSharedmemCarveoutMaxShared = 100, cudaSharedmemCarveoutMaxL1 = 0 };

enum cudaDeviceAttr
{
    cudaDevAttrMaxThreadsPerBlock = 1,
    cudaDevAttrMaxBlockDimX = 2,
    cudaDevAttrMaxBlockDimY = 3,
    cudaDevAttrMaxBlockDimZ = 4,
    cudaDevAttrMaxGridDimX = 5,
    cudaDevAttrMaxGridDimY = 6,
    cudaDevAttrMaxGridDimZ = 7,
    cudaDevAttrMaxSharedMemoryPerBlock = 8,
    cudaDevAttrTotalConstantMemory = 9,
    cudaDevAttrWarpSize = 10,
    cudaDevAttrMaxRegistersPerBlock = 12,
    cudaDevAttrClockRate = 13,
    cudaDevAttrMultiProcessorCount = 16,
    cudaDevAttrIntegrated = 18,
    cudaDevAttrComputeMode = 20,
    cudaDevAttrConcurrentKernels = 31,
    cudaDevAttrMemoryClockRate = 36,
    cudaDevAttrGlobalMemoryBusWidth = 37,
    cudaDevAttrL2CacheSize = 38,
    cudaDevAttrMaxThreadsPerMultiProcessor = 39,
    cudaDevAttrComputeCapabilityMajor = 75,
    cudaDevAttrComputeCapabilityMinor = 76,
    cudaDevAttrMaxSharedMemoryPerMultiprocessor = 81,
    cudaDevAttrManagedMemory = 83,
    cudaDevAttrConcurrentManagedAccess = 89,
    cudaDevAttrCooperativeLaunch = 95,
    cudaDevAttrMaxSharedMemoryPerBlockOptin = 97,
    cudaDevAttrMemoryPoolsSupported = 115
};

struct cudaDeviceProp
{
    char name[256];
    std::size_t totalGlobalMem, sharedMemPerBlock, memPitch, totalConstMem, textureAlignment;
    std::size_t sharedMemPerMultiprocessor, sharedMemPerBlockOptin;
    int regsPerBlock, warpSize, maxThreadsPerBlock, maxThreadsDim[3], maxGridSize[3], clockRate, major, minor;
    int deviceOverlap, multiProcessorCount, kernelExecTimeoutEnabled, integrated, canMapHostMemory, computeMode;
    int concurrentKernels, ECCEnabled, pciBusID, pciDeviceID, pciDomainID, tccDriver, asyncEngineCount;
    int unifiedAddressing, memoryClockRate, memoryBusWidth, l2CacheSize, maxThreadsPerMultiProcessor;
    int regsPerMultiprocessor, managedMemory, isMultiGpuBoard, concurrentManagedAccess, cooperativeLaunch;
    int maxBlocksPerMultiProcessor, singleToDoublePrecisionPerfRatio, pageableMemoryAccess, streamPrioritiesSupported;
    int hostNativeAtomicSupported, computePreemptionSupported, globalL1CacheSupported, localL1CacheSupported;
    int persistingL2CacheMaxSize, accessPolicyMaxWindowSize, memoryPoolsSupported, multiGpuBoardGroupID;
    int canUseHostPointerForRegisteredMem, cooperativeMultiDeviceLaunch, pageableMemoryAccessUsesHostPageTables;
    int directManagedMemAccessFromHost, clusterLaunch, maxTexture1D, maxTexture2D[2], maxTexture3D[3];
    std::size_t reservedSharedMemPerBlock, surfaceAlignment, texturePitchAlignment;
    struct { char bytes[16]; } uuid;
};

struct cudaFuncAttributes
{
    std::size_t sharedSizeBytes, constSizeBytes, localSizeBytes;
    int maxThreadsPerBlock, numRegs, ptxVersion, binaryVersion, maxDynamicSharedSizeBytes;
};

struct cudaPointerAttributes
{
    cudaMemoryType type;
    int device;
    void *devicePointer, *hostPointer;
};

struct cudaExtent { std::size_t width, height, depth; };
struct cudaPos { std::size_t x, y, z; };
struct cudaPitchedPtr { void* ptr; std::size_t pitch, xsize, ysize; };
struct cudaMemcpy3DParms
{
    cudaArray_t srcArray;
    cudaPos srcPos;
    cudaPitchedPtr srcPtr;
    cudaArray_t dstArray;
    cudaPos dstPos;
    cudaPitchedPtr dstPtr;
    cudaExtent extent;
    cudaMemcpyKind kind;
};

inline cudaExtent make_cudaExtent(std::size_t w, std::size_t h, std::size_t d) { return {w, h, d}; }
inline cudaPos make_cudaPos(std::size_t x, std::size_t y, std::size_t z) { return {x, y, z}; }
inline cudaPitchedPtr make_cudaPitchedPtr(void* p, std::size_t pitch, std::size_t x, std::size_t y)
{
    return {p, pitch, x, y};
}
