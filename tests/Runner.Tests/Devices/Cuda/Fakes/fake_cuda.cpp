// A library with the CUDA driver's C interface and no GPU: device memory is host memory, work is done when it is
// queued, and time is a counter that a launch moves on by 1000 ns, a fill by 10 ns and a copy by 5 ns. A module is
// text: lines of `kernel NAME PARAMETER_BYTES...`. Kernels: `add_one` adds 1 to every i32 of (pointer, count); `crash`
// makes the context fail for good. There are two GPUs, of one model with -DONE_MODEL; CUDA_VISIBLE_DEVICES may name one
// by its UUID, and FAKE_CUDA_SECOND_IS_BROKEN leaves the second without a context. Built as the driver, and, with
// -DCUPTI, as the CUPTI that records the driver's work (all but every LOSE_EVERY-th; with LATE_COPIES those of copies
// and fills come when it is forced, and not before).
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#ifndef CUPTI
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

enum Result {
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    InvalidImage = 200,
    NotFound = 500,
    IllegalAddress = 700
};

constexpr size_t memory_bytes = 1024u << 20;
struct Kernel { std::string name; std::vector<size_t> parameters; int shared_limit = 48 * 1024; };
struct Module { std::vector<Kernel*> kernels; };

size_t used = 0;
std::map<uint64_t, size_t> allocations;
uint64_t now = 1'000'000;
bool lost = false;
bool current = false;
using Watcher = void (*)(int kind, uint32_t stream, uint64_t start, uint64_t end);
Watcher watcher = nullptr;

// The kinds of CUPTI's records.
constexpr int CopyKind = 1, MemsetKind = 2, KernelKind = 3;

void spend(int kind, uint64_t nanoseconds, uint32_t stream = 7) {
    uint64_t start = now;
    now += nanoseconds;
    if (watcher) watcher(kind, stream, start, now);
}

// As MemoryDigest has it.
void digest(uint64_t address, uint64_t bytes, uint64_t* sums) {
    auto add = [&](uint64_t index, uint64_t word) {
        uint64_t z = word + (index + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        sums[0] += z;
        sums[1] += z * (2 * index + 1);
    };
    auto at = reinterpret_cast<const uint8_t*>(address);
    uint64_t head = (8 - address % 8) % 8 < bytes ? (8 - address % 8) % 8 : bytes, words = (bytes - head) / 8,
             edge = uint64_t(1) << 48;
    for (uint64_t i = 0; i < words; i++) {
        uint64_t word;
        std::memcpy(&word, at + head + 8 * i, 8);
        add(i, word);
    }
    for (uint64_t i = 0; i < head; i++) add(edge++, at[i]);
    for (uint64_t i = head + 8 * words; i < bytes; i++) add(edge++, at[i]);
}

#ifdef ONE_MODEL
constexpr bool one_model = true;
#else
constexpr bool one_model = false;
#endif

// The one GPU that is visible; -1 for both. Their UUIDs differ in the last digit, as cuDeviceGetUuid_v2 has it.
int only() {
    const char* visible = std::getenv("CUDA_VISIBLE_DEVICES");
    size_t length = visible ? std::strlen(visible) : 0;
    return length == 0 ? -1 : visible[length - 1] == 'e';
}

int status() { return lost ? IllegalAddress : current ? Success : 201; }

}  // namespace

extern "C" {

void fake_cuda_watch(Watcher callback) { watcher = callback; }

// What code does that uses the CUDA runtime.
void fake_cuda_work(int kind, uint32_t stream) {
    spend(kind, kind == KernelKind ? 1000 : 10, stream);
    if (kind == KernelKind) now += 500;
}

int cuInit(unsigned flags) { return flags == 0 ? Success : InvalidValue; }
int cuDriverGetVersion(int* version) { return *version = 13000, Success; }

int cuGetErrorName(int error, const char** name) {
    *name = error == OutOfMemory  ? "CUDA_ERROR_OUT_OF_MEMORY"
        : error == IllegalAddress ? "CUDA_ERROR_ILLEGAL_ADDRESS"
                                  : nullptr;
    return *name ? Success : InvalidValue;
}

int cuGetErrorString(int error, const char** text) {
    *text = error == OutOfMemory  ? "out of memory"
        : error == IllegalAddress ? "an illegal memory access was encountered"
                                  : nullptr;
    return *text ? Success : InvalidValue;
}

int cuDeviceGetCount(int* count) { return *count = only() < 0 ? 2 : 1, Success; }
int cuDeviceGet(int* device, int ordinal)
{
    return *device = 70 + (only() < 0 ? ordinal : only()), ordinal < (only() < 0 ? 2 : 1) ? Success : 101;
}

int cuDeviceGetName(char* name, int length, int device) {
    if (length < 32) return InvalidValue;
    std::strcpy(name, device == 70 || one_model ? "NVIDIA Fake 16GB" : "NVIDIA H100 80GB HBM3");
    return Success;
}

int cuDeviceGetUuid_v2(unsigned char* uuid, int device) {
    for (int i = 0; i < 16; i++) uuid[i] = static_cast<unsigned char>(i * 0x11);
    uuid[15] += static_cast<unsigned char>(device - 70 == 0 ? 0 : 0xff);
    return Success;
}

int cuDeviceTotalMem_v2(size_t* bytes, int) { return *bytes = memory_bytes, Success; }

int cuDeviceGetAttribute(int* value, int attribute, int device) {
    static const std::map<int, int> values = {{1, 1024}, {2, 1024}, {3, 1024}, {4, 64}, {5, 2147483647}, {6, 65535},
        {7, 65535}, {16, 132}, {32, 1}, {38, 1 << 20}, {75, 9}, {76, 0}, {97, 232448}};
    auto found = values.find(attribute);
    if (found == values.end() || device < 70) return InvalidValue;
    return *value = found->second, Success;
}

int cuDevicePrimaryCtxRetain(void** context, int device)
{
    bool broken = device == 71 && std::getenv("FAKE_CUDA_SECOND_IS_BROKEN");
    return *context = &used, device >= 70 && !broken ? Success : 101;
}
int cuDevicePrimaryCtxRelease_v2(int) { return current = false, lost = false, Success; }
int cuCtxSetCurrent(void* context) { return current = context == &used, Success; }
int cuCtxSynchronize() { return status(); }
int cuCtxResetPersistingL2Cache() { return status(); }
int cuMemGetInfo_v2(size_t* free, size_t* total)
{
    return *free = memory_bytes - used, *total = memory_bytes, status();
}

int cuModuleLoadDataEx(Module** module, const char* image, unsigned, int*, void**) {
    auto loaded = new Module;
    // PerfGate's own kernels come as PTX; those with parameters take two values of 8 bytes.
    std::string entries;
    for (const char* entry = std::strstr(image, ".entry "); entry; entry = std::strstr(entry + 7, ".entry "))
        entries += "kernel " + std::string(entry + 7, std::strcspn(entry + 7, "(")) + " 8 8\n";
    std::istringstream lines(entries.empty() ? image : entries);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string word;
        auto kernel = new Kernel;
        if (!(words >> word >> kernel->name) || word != "kernel") return delete kernel, delete loaded, InvalidImage;
        for (size_t bytes; words >> bytes;) kernel->parameters.push_back(bytes);
        loaded->kernels.push_back(kernel);
    }
    *module = loaded;
    return status();
}

int cuModuleUnload(Module* module) { return delete module, status(); }

int cuModuleGetFunction(Kernel** function, Module* module, const char* name) {
    for (auto kernel : module->kernels)
        if (kernel->name == name) return *function = kernel, status();
    return NotFound;
}

int cuModuleGetGlobal_v2(uint64_t*, size_t*, Module*, const char*) { return NotFound; }

int cuFuncGetAttribute(int* value, int attribute, Kernel*) {
    return attribute == 0 ? (*value = 512, Success) : attribute == 1 ? (*value = 1024, Success) : InvalidValue;
}

int cuFuncSetAttribute(Kernel* kernel, int attribute, int value) {
    return attribute == 8 ? (kernel->shared_limit = value, Success) : InvalidValue;
}

int cuFuncGetParamInfo(Kernel* kernel, size_t index, size_t* offset, size_t* bytes) {
    if (index >= kernel->parameters.size()) return InvalidValue;
    return *offset = 8 * index, *bytes = kernel->parameters[index], Success;
}

int cuMemAlloc_v2(uint64_t* address, size_t bytes) {
    if (status() != Success) return status();
    if (used + bytes > memory_bytes) return OutOfMemory;
    *address = reinterpret_cast<uint64_t>(std::malloc(bytes));
    allocations[*address] = bytes;
    used += bytes;
    return Success;
}

int cuMemFree_v2(uint64_t address) {
    auto found = allocations.find(address);
    if (found == allocations.end()) return InvalidValue;
    used -= found->second;
    allocations.erase(found);
    std::free(reinterpret_cast<void*>(address));
    return status();
}

int cuMemHostAlloc(void** host, size_t bytes, unsigned flags)
{
    return *host = std::calloc(1, bytes), flags == 2 ? status() : InvalidValue;
}
int cuMemHostGetDevicePointer_v2(uint64_t* address, void* host, unsigned)
{
    return *address = reinterpret_cast<uint64_t>(host), status();
}
int cuMemFreeHost(void* host) { return std::free(host), status(); }
int cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes)
{
    return std::memcpy(reinterpret_cast<void*>(to), from, bytes), status();
}
int cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes)
{
    return std::memcpy(to, reinterpret_cast<void*>(from), bytes), status();
}

int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void* stream) {
    return std::memcpy(reinterpret_cast<void*>(to), from, bytes), stream == &allocations ? status() : InvalidValue;
}

int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void* stream) {
    return std::memcpy(to, reinterpret_cast<void*>(from), bytes), stream == &allocations ? status() : InvalidValue;
}

int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void*) {
    spend(CopyKind, 5);
    return std::memcpy(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes), status();
}

int cuMemsetD8Async(uint64_t to, unsigned char value, size_t count, void*) {
    spend(MemsetKind, 10);
    return std::memset(reinterpret_cast<void*>(to), value, count), status();
}

int cuMemsetD32Async(uint64_t to, unsigned value, size_t count, void*) {
    for (size_t i = 0; i < count; i++) reinterpret_cast<unsigned*>(to)[i] = value;
    spend(MemsetKind, 10);
    return status();
}

int cuStreamCreate(void** stream, unsigned flags)
{
    return *stream = &allocations, flags == 1 ? status() : InvalidValue;
}
int cuStreamSynchronize(void* stream) { return stream == &allocations ? status() : InvalidValue; }
int cuStreamDestroy_v2(void*) { return status(); }
int cuEventCreate(uint64_t** event, unsigned flags)
{
    return *event = new uint64_t, flags == 0 ? status() : InvalidValue;
}
int cuEventRecord(uint64_t* event, void*) { return *event = now, status(); }
int cuEventElapsedTime(float* ms, uint64_t* start, uint64_t* end)
{
    return *ms = static_cast<float>(*end - *start) * 1e-6f, status();
}
int cuEventDestroy_v2(uint64_t* event) { return delete event, status(); }

int cuLaunchKernel(Kernel* kernel, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
    unsigned shared, void* stream, void** arguments, void** extra)
{
    if (status() != Success) return status();
    if (stream != &allocations || extra || gx * gy * gz == 0 || bx * by * bz == 0 || int(shared) > kernel->shared_limit)
        return InvalidValue;
    if (kernel->name == "crash") return lost = true, Success;
    if (kernel->name == "add_one") {
        int* values = *static_cast<int**>(arguments[0]);
        int count = *static_cast<int*>(arguments[1]);
        for (int i = 0; i < count; i++) values[i]++;
    }
    if (kernel->name == "perfgate_digest")
        for (uint64_t range = 0, block = 0; block < gx; range++) {
            const uint64_t* at = static_cast<const uint64_t*>(arguments[0]) + 4 * range;
            digest(at[0], at[1], *static_cast<uint64_t**>(arguments[1]) + 2 * range);
            block = at[2] + at[3];
        }
    if (kernel->name == "perfgate_guards")
        for (unsigned band = 0; band < gx; band++)
            std::memset(reinterpret_cast<void*>(static_cast<const uint64_t*>(arguments[0])[band]), 0x7E,
                *static_cast<uint64_t*>(arguments[1]));
    // An empty kernel that reads longer than it is shows the clock's own share.
    spend(KernelKind, kernel->name == "perfgate_nothing" ? 2000 : 1000);
    now += 500;  // the gap before what follows
    return Success;
}
}

#else
#include <dlfcn.h>
#include <vector>

// Records are delivered in the layout of CUDA 13's CUpti_ActivityKernel10, as far as anyone reads it; every third
// record is of another kind.
namespace {

using Requested = void (*)(uint8_t**, size_t*, size_t*);
using Completed = void (*)(void*, uint32_t, uint8_t*, size_t, size_t);
struct Record {
    int32_t kind;
    uint8_t config[4];
    int32_t partitioned[2];
    uint64_t start, end, completed;
    uint32_t device, context, stream;
    uint8_t rest[156];
};

Requested requested;
Completed completed;
uint8_t* buffer;
size_t capacity, filled;
bool enabled[4];
#ifndef LOSE_EVERY
#define LOSE_EVERY 1000000000
#endif
#ifndef UNTIMED_EVERY
#define UNTIMED_EVERY 1000000000
#endif
int seen, switched;

void deliver() {
    if (!buffer) return;
    uint8_t* full = buffer;
    buffer = nullptr;
    completed(nullptr, 0, full, capacity, filled);
    filled = 0;
}

void add(int32_t kind, uint32_t stream, uint64_t start, uint64_t end) {
    if (!buffer) {
        size_t most = 1;
        requested(&buffer, &capacity, &most);
        if (most != 0) std::abort();
    }
    Record record{};
    record.kind = kind;
    record.start = start;
    record.end = end;
    record.stream = stream;
    std::memcpy(buffer + filled, &record, sizeof record);
    filled += sizeof record;
    if (filled + sizeof record > capacity) deliver();
}

struct Late { int kind; uint32_t stream; uint64_t start, end; };
std::vector<Late> late;

void on_work(int kind, uint32_t stream, uint64_t start, uint64_t end) {
    if (!enabled[kind] || ++seen % LOSE_EVERY == 0) return;
    if (seen % UNTIMED_EVERY == 0) start = end = 0;
#ifdef LATE_COPIES
    constexpr int kernel = 3;
    if (kind != kernel) return late.push_back({kind, stream, start, end});
#endif
    constexpr int32_t marker = 9;
    if (start % 3 == 0) add(marker, 0, start, end);
    add(kind, stream, start, end);
}

}  // namespace

extern "C" {

int cuptiGetVersion(uint32_t* version) { return *version = 130001, 0; }
int cuptiGetResultString(int result, const char** text)
{
    return *text = result == 39 ? "CUPTI_ERROR_MULTIPLE_SUBSCRIBERS_NOT_SUPPORTED" : "?", 0;
}

int cuptiActivityRegisterCallbacks(Requested request, Completed complete)
{
    return requested = request, completed = complete, 0;
}

int cuptiActivityEnable(int kind) {
    if (kind < 1 || kind > 3) return 1;
    enabled[kind] = true;
    switched++;
    void* driver = dlopen("libcuda.so.1", RTLD_NOW);
    auto connect = driver
        ? reinterpret_cast<void (*)(void (*)(int, uint32_t, uint64_t, uint64_t))>(dlsym(driver, "fake_cuda_watch"))
        : nullptr;
    return connect ? (connect(on_work), 0) : 15;
}

int cuptiActivityDisable(int kind) { return enabled[kind] = false, switched++, 0; }
int fake_cupti_switched() { return switched; }
int cuptiActivityFlushAll(uint32_t forced) {
#ifdef HOLD_UNTIL_FORCED
    static int flushes;
    // Whoever waits for what does not come this way waits for as long as he is patient.
    if (!forced) return ++flushes > HOLD_UNTIL_FORCED ? 1 : 0;
    flushes = 0;
#endif
    if (forced) {
        for (auto const& copy : late) add(copy.kind, copy.stream, copy.start, copy.end);
        late.clear();
    }
    return deliver(), 0;
}

int cuptiActivityGetNextRecord(uint8_t* from, size_t valid, uint8_t** record) {
    uint8_t* next = *record ? *record + sizeof(Record) : from;
    if (next + sizeof(Record) > from + valid) return 12;
    return *record = next, 0;
}

int cuptiActivityGetNumDroppedRecords(void*, uint32_t, size_t* dropped) { return *dropped = 0, 0; }
}
#endif
