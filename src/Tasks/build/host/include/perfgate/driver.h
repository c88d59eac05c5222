// CUDA's driver API, so that host code which mentions it compiles. There is no driver here: every call returns
// CUDA_ERROR_NOT_SUPPORTED.
#pragma once

#define CUDAAPI

enum CUresult
{
    CUDA_SUCCESS = 0,
    CUDA_ERROR_INVALID_VALUE = 1,
    CUDA_ERROR_OUT_OF_MEMORY = 2,
    CUDA_ERROR_NOT_INITIALIZED = 3,
    CUDA_ERROR_DEINITIALIZED = 4,
    CUDA_ERROR_NO_DEVICE = 100,
    CUDA_ERROR_INVALID_DEVICE = 101,
    CUDA_ERROR_INVALID_CONTEXT = 201,
    CUDA_ERROR_NOT_FOUND = 500,
    CUDA_ERROR_NOT_READY = 600,
    CUDA_ERROR_NOT_SUPPORTED = 801,
    CUDA_ERROR_UNKNOWN = 999
};
typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st* CUcontext;
typedef struct CUmod_st* CUmodule;
typedef struct CUfunc_st* CUfunction;
typedef struct CUarray_st* CUarray;
typedef struct CUlinkState_st* CUlinkState;
typedef cudaStream_t CUstream;
typedef cudaEvent_t CUevent;
typedef cudaTextureObject_t CUtexObject;
typedef cudaSurfaceObject_t CUsurfObject;
typedef unsigned long long CUmemGenericAllocationHandle;
struct alignas(64) CUtensorMap { unsigned long long opaque[16]; };

inline CUresult cuGetErrorString(CUresult, const char** text)
{
    return *text = "the host device has no CUDA driver", CUDA_SUCCESS;
}
inline CUresult cuGetErrorName(CUresult, const char** text) { return *text = "CUresult", CUDA_SUCCESS; }

#define PERFGATE_DRIVER(NAME) PERFGATE_UNSUPPORTED(CUresult, NAME, "CUDA's driver API")
PERFGATE_DRIVER(cuInit)
PERFGATE_DRIVER(cuDriverGetVersion)
PERFGATE_DRIVER(cuDeviceGet)
PERFGATE_DRIVER(cuDeviceGetCount)
PERFGATE_DRIVER(cuDeviceGetName)
PERFGATE_DRIVER(cuDeviceGetAttribute)
PERFGATE_DRIVER(cuDeviceTotalMem)
PERFGATE_DRIVER(cuDevicePrimaryCtxRetain)
PERFGATE_DRIVER(cuDevicePrimaryCtxRelease)
PERFGATE_DRIVER(cuCtxCreate)
PERFGATE_DRIVER(cuCtxDestroy)
PERFGATE_DRIVER(cuCtxGetCurrent)
PERFGATE_DRIVER(cuCtxSetCurrent)
PERFGATE_DRIVER(cuCtxGetDevice)
PERFGATE_DRIVER(cuCtxSynchronize)
PERFGATE_DRIVER(cuModuleLoad)
PERFGATE_DRIVER(cuModuleLoadData)
PERFGATE_DRIVER(cuModuleLoadDataEx)
PERFGATE_DRIVER(cuModuleUnload)
PERFGATE_DRIVER(cuModuleGetFunction)
PERFGATE_DRIVER(cuModuleGetGlobal)
PERFGATE_DRIVER(cuFuncSetAttribute)
PERFGATE_DRIVER(cuFuncGetAttribute)
PERFGATE_DRIVER(cuLaunchKernel)
PERFGATE_DRIVER(cuLaunchKernelEx)
PERFGATE_DRIVER(cuLaunchCooperativeKernel)
PERFGATE_DRIVER(cuMemAlloc)
PERFGATE_DRIVER(cuMemFree)
PERFGATE_DRIVER(cuMemHostAlloc)
PERFGATE_DRIVER(cuMemcpyHtoD)
PERFGATE_DRIVER(cuMemcpyDtoH)
PERFGATE_DRIVER(cuMemcpyDtoD)
PERFGATE_DRIVER(cuMemsetD8)
PERFGATE_DRIVER(cuMemsetD32)
PERFGATE_DRIVER(cuStreamCreate)
PERFGATE_DRIVER(cuStreamSynchronize)
PERFGATE_DRIVER(cuStreamDestroy)
PERFGATE_DRIVER(cuTensorMapEncodeTiled)
#undef PERFGATE_DRIVER
