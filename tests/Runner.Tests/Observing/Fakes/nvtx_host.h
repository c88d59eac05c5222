// NVTX as a program has it: tables of functions that an injected library fills at the first call.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>

struct NvtxAttributes {
    uint16_t version;
    uint16_t size;
    uint32_t category;
    int32_t colorType;
    uint32_t color;
    int32_t payloadType;
    int32_t reserved;
    uint64_t payload;
    int32_t messageType;
    const void* message;
};

namespace nvtx {

using Function = void (*)();
struct Callbacks {
    size_t size;
    int (*functions)(int module, Function*** table, unsigned* count);
};

inline Function core[16];
inline Function core2[16];

inline int FunctionsOf(int module, Function*** table, unsigned* count)
{
    static Function* ofCore[16];
    static Function* ofCore2[16];
    for (int i = 1; i < 16; ++i) {
        ofCore[i] = &core[i];
        ofCore2[i] = &core2[i];
    }
    *table = module == 1 ? ofCore : ofCore2;
    *count = 16;
    return module == 1 || module == 5 ? 1 : 0;
}

inline const void* ExportTable(uint32_t id)
{
    static const Callbacks callbacks{ sizeof(Callbacks), FunctionsOf };
    return id == 1 ? &callbacks : nullptr;
}

// As NVTX does at its first call: without a library all functions stay empty.
inline void Begin()
{
    const char* path = std::getenv("NVTX_INJECTION64_PATH");
    void* library = path != nullptr ? dlopen(path, RTLD_LAZY) : nullptr;
    if (library == nullptr)
        return;
    using Initialize = int (*)(const void* (*)(uint32_t));
    if (reinterpret_cast<Initialize>(dlsym(library, "InitializeInjectionNvtx2"))(ExportTable) == 0) {
        std::memset(core, 0, sizeof core);
        std::memset(core2, 0, sizeof core2);
    }
}

template <typename Result, typename... T>
Result Call(Function function, T... values)
{
    return function != nullptr ? reinterpret_cast<Result (*)(T...)>(function)(values...) : Result();
}

inline NvtxAttributes Attributes(int32_t type, const void* message)
{
    return { 2, sizeof(NvtxAttributes), 0, 0, 0, 0, 0, 0, type, message };
}

} // namespace nvtx
