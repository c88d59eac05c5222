// The library that perfgate injects into an observed command (CUDA_INJECTION64_PATH). The CUDA driver loads it when a
// process of the command first uses CUDA. It writes one line for each kernel, copy and memset that the GPU ran, and
// one for each module that was loaded, into a file of that process alone.
//
//   PERFGATE_OBSERVE   the folder for the files: PID-N.records, and modules/HASH-BYTES.cubin
//   PERFGATE_RANGES    set where NVTX ranges are asked for. Each user of NVTX in the process then loads this library
//                      once more, as NVTX_INJECTION64_PATH says (nvtx.h)
//
// A file is whole when its last line begins with E. Its lines:
//   V version pid               first line
//   R number name               a range, before the first nest that it is in
//   O number outer range        a nest of open ranges: the innermost one, and the nest around it; 0 for none
//   M name bytes kept           a module was loaded; where kept is 1, its image is modules/NAME.cubin
//   N number symbol             a kernel's symbol, before its first record
//   D number name               the same, demangled; absent where it is no C++ name
//   K start end device stream grid block shared number nests
//   C start end device stream bytes kind nests        a copy
//   S start end device stream bytes nests             a memset
//   T number                    ranges that were begun, with and without GPU work
//   X text                      CUPTI refused something
//   E records dropped           last line
//
// Nests are two numbers: of the thread that launched it, and of the process; 0 for none.
// Times are nanoseconds of CUPTI's clock. Source of the calls: CUPTI's reference, "Activity API" and "Callback API".

#include "modules.h"
#include "nvtx.h"
#include "ranges.h"
#include "records.h"

#include <cuda.h>
#include <cupti.h>
#include <cxxabi.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <pthread.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace {

constexpr size_t BufferBytes = size_t{1} << 20;

std::unordered_map<std::string, unsigned> g_names;
CUpti_SubscriberHandle g_subscriber;

// The parts of CUPTI's records that are read here. Their places are the same from CUDA 11 to 13, under names that
// change with the version of the record.
struct KernelRecord {
    uint32_t kind;
    uint8_t before[12];
    uint64_t start;
    uint64_t end;
    uint64_t completed;
    uint32_t device;
    uint32_t context;
    uint32_t stream;
    int32_t grid[3];
    int32_t block[3];
    int32_t staticShared;
    int32_t dynamicShared;
    uint32_t localPerThread;
    uint32_t localTotal;
    uint32_t correlation;
    int64_t gridId;
    const char* name;
};
static_assert(offsetof(KernelRecord, start) == 16, "CUPTI's kernel record");
static_assert(offsetof(KernelRecord, stream) == 48, "CUPTI's kernel record");
static_assert(offsetof(KernelRecord, correlation) == 92, "CUPTI's kernel record");
static_assert(offsetof(KernelRecord, name) == 104, "CUPTI's kernel record");

struct MemoryRecord {
    uint32_t kind;
    uint8_t copyKind;
    uint8_t before[3];
    uint64_t bytes;
    uint64_t start;
    uint64_t end;
    uint32_t device;
    uint32_t context;
    uint32_t stream;
    uint32_t correlation;
};
static_assert(offsetof(MemoryRecord, correlation) == 44, "CUPTI's records of copies and memsets");

bool Failed(CUptiResult result, const char* call)
{
    if (result == CUPTI_SUCCESS)
        return false;
    const char* text = nullptr;
    cuptiGetResultString(result, &text);
    std::lock_guard<std::mutex> held(g_lock);
    Line(std::string("X ") + call + ": " + (text != nullptr ? text : "unknown error"));
    return true;
}

// CUPTI wants 8 bytes of alignment, which malloc gives.
void CUPTIAPI OnRequested(uint8_t** buffer, size_t* size, size_t* records)
{
    *buffer = static_cast<uint8_t*>(std::malloc(BufferBytes));
    *size = *buffer != nullptr ? BufferBytes : 0;
    *records = 0;
}

// The number of a kernel's symbol, which is written out once.
unsigned NumberOf(const char* symbol)
{
    const auto known = g_names.emplace(symbol != nullptr ? symbol : "?", static_cast<unsigned>(g_names.size()));
    const unsigned number = known.first->second;
    if (!known.second)
        return number;
    Line(Text("N %u ", number) + known.first->first);
    int status = 0;
    char* name = abi::__cxa_demangle(known.first->first.c_str(), nullptr, nullptr, &status);
    if (status == 0 && name != nullptr)
        Line(Text("D %u ", number) + name);
    std::free(name);
    return number;
}

void Note(const CUpti_Activity* record)
{
    if (g_records >= MostRecords) {
        ++g_dropped;
        return;
    }
    switch (record->kind) {
    case CUPTI_ACTIVITY_KIND_KERNEL:
    case CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL: {
        const auto* k = reinterpret_cast<const KernelRecord*>(record);
        const unsigned name = NumberOf(k->name);
        const std::string nests = NestsOf(k->correlation);
        Line(Text("K %llu %llu %u %u %dx%dx%d %dx%dx%d %d %u", Number{k->start}, Number{k->end}, k->device, k->stream,
            k->grid[0], k->grid[1], k->grid[2], k->block[0], k->block[1], k->block[2],
                 k->dynamicShared + k->staticShared, name)
            + nests);
        break;
    }
    case CUPTI_ACTIVITY_KIND_MEMCPY: {
        const auto* c = reinterpret_cast<const MemoryRecord*>(record);
        const std::string nests = NestsOf(c->correlation);
        Line(Text("C %llu %llu %u %u %llu %u", Number{c->start}, Number{c->end}, c->device, c->stream,
                 Number{c->bytes}, static_cast<unsigned>(c->copyKind))
            + nests);
        break;
    }
    case CUPTI_ACTIVITY_KIND_MEMSET: {
        const auto* s = reinterpret_cast<const MemoryRecord*>(record);
        const std::string nests = NestsOf(s->correlation);
        Line(Text("S %llu %llu %u %u %llu", Number{s->start}, Number{s->end}, s->device, s->stream,
                 Number{s->bytes})
            + nests);
        break;
    }
    default:
        return;
    }
    ++g_records;
}

void CountDropped(CUcontext context, uint32_t stream)
{
    size_t dropped = 0;
    if (cuptiActivityGetNumDroppedRecords(context, stream, &dropped) == CUPTI_SUCCESS)
        g_dropped += dropped;
}

void CUPTIAPI OnCompleted(CUcontext context, uint32_t stream, uint8_t* buffer, size_t, size_t valid)
{
    {
        std::lock_guard<std::mutex> held(g_lock);
        CUpti_Activity* record = nullptr;
        while (g_file >= 0 && valid > 0 && cuptiActivityGetNextRecord(buffer, valid, &record) == CUPTI_SUCCESS)
            Note(record);
        CountDropped(context, stream);
    }
    std::free(buffer);
}

void OnModule(const CUpti_ResourceData* resource)
{
    const auto* module = static_cast<const CUpti_ModuleResourceData*>(resource->resourceDescriptor);
    if (module == nullptr || module->pCubin == nullptr || module->cubinSize == 0)
        return;
    KeepModule(module->pCubin, module->cubinSize);
}

void CUPTIAPI OnCallback(void*, CUpti_CallbackDomain domain, CUpti_CallbackId id, const void* data)
{
    if (domain == CUPTI_CB_DOMAIN_RESOURCE && id == CUPTI_CBID_RESOURCE_MODULE_LOADED) {
        OnModule(static_cast<const CUpti_ResourceData*>(data));
        return;
    }
    if (domain != CUPTI_CB_DOMAIN_RUNTIME_API && domain != CUPTI_CB_DOMAIN_DRIVER_API)
        return;
    const auto* call = static_cast<const CUpti_CallbackData*>(data);
    if (call->callbackSite != CUPTI_API_ENTER)
        return;
    // A reset takes the records of the context along that are not delivered yet.
    if (domain == CUPTI_CB_DOMAIN_RUNTIME_API && id == CUPTI_RUNTIME_TRACE_CBID_cudaDeviceReset_v3020)
        cuptiActivityFlushAll(0);
    OnCall(call->correlationId);
}

void AtExit()
{
    {
        std::lock_guard<std::mutex> held(g_lock);
        if (g_file < 0)
            return;
    }
    Failed(cuptiActivityFlushAll(CUPTI_ACTIVITY_FLAG_FLUSH_FORCED), "cuptiActivityFlushAll");
    std::lock_guard<std::mutex> held(g_lock);
    CountDropped(nullptr, 0);
    Line(Text("T %u", g_begun));
    WritePending();
    if (!g_damaged) {
        Line(Text("E %llu %llu", g_records, g_dropped));
        WritePending();
    }
    close(g_file);
    g_file = -1;
}

// A forked process shares the file. What it runs is not this process's, and CUDA does not work in it: it closes its
// copy. One that then executes another program starts afresh there.
void BeforeFork()
{
    g_lock.lock();
    if (g_file >= 0)
        WritePending();
}

void InParent()
{
    g_lock.unlock();
}

void InChild()
{
    if (g_file >= 0)
        close(g_file);
    g_file = -1;
    g_lock.unlock();
}

} // namespace

// Called by the CUDA driver when it starts. It must return 1.
extern "C" __attribute__((visibility("default"))) int InitializeInjection(void)
{
    static bool begun = false;
    const char* folder = std::getenv("PERFGATE_OBSERVE");
    if (folder == nullptr || begun)
        return 1;
    begun = true;
    g_folder = folder;
    mkdir((g_folder + "/modules").c_str(), 0700);
    g_file = Create(g_folder + "/" + std::to_string(getpid()));
    if (g_file < 0)
        return 1;
    Line(Text("V 2 %d", static_cast<int>(getpid())));
    if (!Failed(cuptiSubscribe(&g_subscriber, OnCallback, nullptr), "cuptiSubscribe")) {
        Failed(cuptiEnableCallback(1, g_subscriber, CUPTI_CB_DOMAIN_RESOURCE, CUPTI_CBID_RESOURCE_MODULE_LOADED),
            "cuptiEnableCallback of loaded modules");
        Failed(cuptiEnableCallback(1, g_subscriber, CUPTI_CB_DOMAIN_RUNTIME_API,
                   CUPTI_RUNTIME_TRACE_CBID_cudaDeviceReset_v3020),
            "cuptiEnableCallback of cudaDeviceReset");
        // Every call has the number that the records of what it launches have.
        if (std::getenv("PERFGATE_RANGES") != nullptr) {
            Failed(cuptiEnableDomain(1, g_subscriber, CUPTI_CB_DOMAIN_RUNTIME_API), "cuptiEnableDomain of the runtime");
            Failed(cuptiEnableDomain(1, g_subscriber, CUPTI_CB_DOMAIN_DRIVER_API), "cuptiEnableDomain of the driver");
        }
    }
    Failed(cuptiActivityRegisterCallbacks(OnRequested, OnCompleted), "cuptiActivityRegisterCallbacks");
    // Not the kind CONCURRENT_KERNEL, which changes the code of the kernels that it times.
    for (const CUpti_ActivityKind kind :
        { CUPTI_ACTIVITY_KIND_KERNEL, CUPTI_ACTIVITY_KIND_MEMCPY, CUPTI_ACTIVITY_KIND_MEMSET })
        Failed(cuptiActivityEnable(kind), "cuptiActivityEnable");
    std::atexit(AtExit);
    pthread_atfork(BeforeFork, InParent, InChild);
    return 1;
}
