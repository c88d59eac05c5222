// The part of CUPTI that observe.cpp uses, for tests without CUDA. fake_cupti.cpp is its library.
#pragma once
#include <cuda.h>
#include <cstddef>
#include <cstdint>
#define CUPTIAPI
typedef enum { CUPTI_SUCCESS = 0, CUPTI_ERROR_MAX_LIMIT_REACHED = 12 } CUptiResult;
typedef enum {
    CUPTI_ACTIVITY_KIND_MEMCPY = 1,
    CUPTI_ACTIVITY_KIND_MEMSET = 2,
    CUPTI_ACTIVITY_KIND_KERNEL = 3,
    CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL = 10
} CUpti_ActivityKind;
typedef enum { CUPTI_ACTIVITY_FLAG_FLUSH_FORCED = 1 } CUpti_ActivityFlag;
typedef struct { CUpti_ActivityKind kind; } CUpti_Activity;
typedef enum {
    CUPTI_CB_DOMAIN_DRIVER_API = 1,
    CUPTI_CB_DOMAIN_RUNTIME_API = 2,
    CUPTI_CB_DOMAIN_RESOURCE = 3
} CUpti_CallbackDomain;
typedef uint32_t CUpti_CallbackId;
enum { CUPTI_CBID_RESOURCE_MODULE_LOADED = 6, CUPTI_RUNTIME_TRACE_CBID_cudaDeviceReset_v3020 = 164 };
typedef enum { CUPTI_API_ENTER = 0, CUPTI_API_EXIT = 1 } CUpti_ApiCallbackSite;
typedef struct {
    CUpti_ApiCallbackSite callbackSite;
    uint32_t correlationId;
} CUpti_CallbackData;
typedef struct { CUcontext context; void* resourceHandle; void* resourceDescriptor; } CUpti_ResourceData;
typedef struct { uint32_t moduleId; size_t cubinSize; const char* pCubin; } CUpti_ModuleResourceData;
typedef struct CUpti_Subscriber_st* CUpti_SubscriberHandle;
typedef void (*CUpti_CallbackFunc)(void*, CUpti_CallbackDomain, CUpti_CallbackId, const void*);
typedef void (*CUpti_BuffersCallbackRequestFunc)(uint8_t**, size_t*, size_t*);
typedef void (*CUpti_BuffersCallbackCompleteFunc)(CUcontext, uint32_t, uint8_t*, size_t, size_t);
extern "C" {
CUptiResult cuptiGetResultString(CUptiResult, const char**);
CUptiResult cuptiSubscribe(CUpti_SubscriberHandle*, CUpti_CallbackFunc, void*);
CUptiResult cuptiEnableCallback(uint32_t, CUpti_SubscriberHandle, CUpti_CallbackDomain, CUpti_CallbackId);
CUptiResult cuptiEnableDomain(uint32_t, CUpti_SubscriberHandle, CUpti_CallbackDomain);
CUptiResult cuptiActivityRegisterCallbacks(CUpti_BuffersCallbackRequestFunc, CUpti_BuffersCallbackCompleteFunc);
CUptiResult cuptiActivityEnable(CUpti_ActivityKind);
CUptiResult cuptiActivityFlushAll(uint32_t);
CUptiResult cuptiActivityGetNextRecord(uint8_t*, size_t, CUpti_Activity**);
CUptiResult cuptiActivityGetNumDroppedRecords(CUcontext, uint32_t, size_t*);
}
