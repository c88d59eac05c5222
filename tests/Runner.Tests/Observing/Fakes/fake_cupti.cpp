// A CUPTI that records what the test's program says that a GPU ran.
#include <cupti.h>

#include <cstdlib>
#include <cstring>

namespace {

constexpr size_t RecordBytes = 208;

CUpti_CallbackFunc g_callback;
CUpti_BuffersCallbackRequestFunc g_requested;
CUpti_BuffersCallbackCompleteFunc g_completed;
uint8_t* g_buffer;
size_t g_size;
size_t g_valid;
bool g_calls;
uint32_t g_correlation;

// A call of CUDA's that launches something.
uint32_t Call()
{
    CUpti_CallbackData data{ CUPTI_API_ENTER, ++g_correlation };
    if (g_calls)
        g_callback(nullptr, CUPTI_CB_DOMAIN_RUNTIME_API, 211, &data);
    data.callbackSite = CUPTI_API_EXIT;
    if (g_calls)
        g_callback(nullptr, CUPTI_CB_DOMAIN_RUNTIME_API, 211, &data);
    return g_correlation;
}

void Deliver()
{
    if (g_buffer != nullptr)
        g_completed(nullptr, 0, g_buffer, g_size, g_valid);
    g_buffer = nullptr;
}

uint8_t* Next()
{
    if (g_buffer != nullptr && g_valid + RecordBytes > g_size)
        Deliver();
    if (g_buffer == nullptr) {
        size_t records;
        g_requested(&g_buffer, &g_size, &records);
        g_valid = 0;
    }
    uint8_t* at = g_buffer + g_valid;
    std::memset(at, 0, RecordBytes);
    g_valid += RecordBytes;
    return at;
}

template <typename T>
void Put(uint8_t* at, size_t offset, T value)
{
    std::memcpy(at + offset, &value, sizeof value);
}

} // namespace

extern "C" {

CUptiResult cuptiGetResultString(CUptiResult, const char** text)
{
    *text = "CUPTI_ERROR_MULTIPLE_SUBSCRIBERS_NOT_SUPPORTED";
    return CUPTI_SUCCESS;
}

CUptiResult cuptiSubscribe(CUpti_SubscriberHandle*, CUpti_CallbackFunc callback, void*)
{
    g_callback = callback;
    return std::getenv("FAKE_REFUSES") != nullptr ? CUPTI_ERROR_MAX_LIMIT_REACHED : CUPTI_SUCCESS;
}

CUptiResult cuptiEnableCallback(uint32_t, CUpti_SubscriberHandle, CUpti_CallbackDomain, CUpti_CallbackId)
{
    return CUPTI_SUCCESS;
}

CUptiResult cuptiEnableDomain(uint32_t enable, CUpti_SubscriberHandle, CUpti_CallbackDomain domain)
{
    g_calls |= enable != 0 && domain == CUPTI_CB_DOMAIN_RUNTIME_API;
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityRegisterCallbacks(
    CUpti_BuffersCallbackRequestFunc requested, CUpti_BuffersCallbackCompleteFunc completed)
{
    g_requested = requested;
    g_completed = completed;
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityEnable(CUpti_ActivityKind)
{
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityFlushAll(uint32_t)
{
    Deliver();
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityGetNextRecord(uint8_t* buffer, size_t valid, CUpti_Activity** record)
{
    auto* next = *record != nullptr ? reinterpret_cast<uint8_t*>(*record) + RecordBytes : buffer;
    if (next + RecordBytes > buffer + valid)
        return CUPTI_ERROR_MAX_LIMIT_REACHED;
    *record = reinterpret_cast<CUpti_Activity*>(next);
    return CUPTI_SUCCESS;
}

CUptiResult cuptiActivityGetNumDroppedRecords(CUcontext, uint32_t, size_t* dropped)
{
    const char* told = std::getenv("FAKE_DROPPED");
    *dropped = told != nullptr ? std::strtoul(told, nullptr, 10) : 0;
    unsetenv("FAKE_DROPPED");
    return CUPTI_SUCCESS;
}

// What the program calls in place of CUDA.

void fake_module(const char* image, size_t bytes)
{
    CUpti_ModuleResourceData module{ 1, bytes, image };
    CUpti_ResourceData data{ nullptr, nullptr, &module };
    g_callback(nullptr, CUPTI_CB_DOMAIN_RESOURCE, CUPTI_CBID_RESOURCE_MODULE_LOADED, &data);
}

void fake_kernel(const char* symbol, uint64_t start, uint64_t end)
{
    const uint32_t correlation = Call();
    auto* at = Next();
    Put<uint32_t>(at, 0, CUPTI_ACTIVITY_KIND_KERNEL);
    Put(at, 16, start);
    Put(at, 24, end);
    for (int i = 0; i < 6; ++i)
        Put<int32_t>(at, 52 + 4 * static_cast<size_t>(i), i + 1);
    Put<int32_t>(at, 80, 1024);
    Put(at, 92, correlation);
    Put(at, 104, symbol);
}

void fake_memset(uint64_t bytes, uint64_t start, uint64_t end)
{
    const uint32_t correlation = Call();
    auto* at = Next();
    Put<uint32_t>(at, 0, CUPTI_ACTIVITY_KIND_MEMSET);
    Put(at, 8, bytes);
    Put(at, 16, start);
    Put(at, 24, end);
    Put(at, 44, correlation);
}

}
