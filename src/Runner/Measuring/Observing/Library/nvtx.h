// How NVTX tells of ranges.
//
// A process has as many NVTX as it has shared objects that use it. Each loads the library that NVTX_INJECTION64_PATH
// names at its first call, and calls InitializeInjectionNvtx2, which puts functions of this file into its tables.
// Numbers of tables and functions, and the attributes of a range: NVIDIA's nvtxTypes.h and nvToolsExt.h, which describe
// them for such libraries. They have been the same since version 2 of NVTX.
#pragma once

#include "ranges.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <mutex>
#include <string>

namespace {

std::string Utf8(const wchar_t* wide)
{
    std::string text;
    for (; wide != nullptr && *wide != 0 && text.size() < LongestName; ++wide) {
        const auto c = static_cast<uint32_t>(*wide);
        if (c < 0x80) {
            text += static_cast<char>(c);
        } else if (c < 0x800) {
            text += static_cast<char>(0xc0 | (c >> 6));
            text += static_cast<char>(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            text += static_cast<char>(0xe0 | (c >> 12));
            text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
            text += static_cast<char>(0x80 | (c & 0x3f));
        } else {
            text += static_cast<char>(0xf0 | ((c >> 18) & 7));
            text += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
            text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
            text += static_cast<char>(0x80 | (c & 0x3f));
        }
    }
    return text;
}

std::string Ascii(const char* text)
{
    return text != nullptr ? text : "";
}

// nvtxEventAttributes_t, as far as it is read here.
struct Attributes {
    uint16_t version;
    uint16_t bytes;
    uint8_t before[28];
    int32_t messageType;
    union {
        const char* ascii;
        const wchar_t* wide;
        const std::string* registered;
    } message;
};
static_assert(offsetof(Attributes, messageType) == 32, "NVTX's attributes");
static_assert(offsetof(Attributes, message) == 40, "NVTX's attributes");

std::string NameOf(const Attributes* of)
{
    if (of == nullptr || of->bytes < sizeof(Attributes))
        return "";
    switch (of->messageType) {
    case 1:
        return Ascii(of->message.ascii);
    case 2:
        return Utf8(of->message.wide);
    case 3:
        return of->message.registered != nullptr ? *of->message.registered : "";
    default:
        return "";
    }
}

// Ranges that a thread pushes and pops. They return the level, from 0, or less where there is none.

int Push(std::string name, const void* domain)
{
    if (t_open == nullptr)
        t_open = new OpenRanges();
    std::lock_guard<std::mutex> held(g_lock);
    const int level = t_open->Depth(domain);
    t_open->Begin(std::move(name), domain);
    return level;
}

int Pop(const void* domain)
{
    if (t_open == nullptr)
        return -1;
    std::lock_guard<std::mutex> held(g_lock);
    return t_open->EndLast(domain) ? t_open->Depth(domain) : -1;
}

int RangePushA(const char* name) { return Push(Ascii(name), nullptr); }
int RangePushW(const wchar_t* name) { return Push(Utf8(name), nullptr); }
int RangePushEx(const Attributes* attributes) { return Push(NameOf(attributes), nullptr); }
int RangePop() { return Pop(nullptr); }
int DomainRangePushEx(const void* domain, const Attributes* attributes) { return Push(NameOf(attributes), domain); }
int DomainRangePop(const void* domain) { return Pop(domain); }

// Ranges of the process: whatever any of its threads launches in between is inside.

uint64_t Start(std::string name)
{
    std::lock_guard<std::mutex> held(g_lock);
    const unsigned range = g_open.Begin(std::move(name), nullptr);
    g_innermost = g_open.Innermost();
    return range;
}

void RangeEnd(uint64_t range)
{
    std::lock_guard<std::mutex> held(g_lock);
    g_open.EndRange(static_cast<unsigned>(range));
    g_innermost = g_open.Innermost();
}

uint64_t RangeStartA(const char* name) { return Start(Ascii(name)); }
uint64_t RangeStartW(const wchar_t* name) { return Start(Utf8(name)); }
uint64_t RangeStartEx(const Attributes* attributes) { return Start(NameOf(attributes)); }
uint64_t DomainRangeStartEx(const void*, const Attributes* attributes) { return Start(NameOf(attributes)); }
void DomainRangeEnd(const void*, uint64_t range) { RangeEnd(range); }

// Handles are addresses that nobody else has. There are few of them, and they are never given back.

const void* DomainCreateA(const char*) { return new char; }
const void* DomainCreateW(const wchar_t*) { return new char; }
const void* DomainRegisterStringA(const void*, const char* text) { return new std::string(Ascii(text)); }
const void* DomainRegisterStringW(const void*, const wchar_t* text) { return new std::string(Utf8(text)); }

using Function = void (*)();

struct ExportedCallbacks {
    size_t bytes;
    int (*functions)(int module, Function*** table, unsigned* count);
};

struct Entry {
    unsigned id;
    Function function;
};

template <typename T>
Function As(T* function)
{
    return reinterpret_cast<Function>(function);
}

void Fill(const ExportedCallbacks& of, int module, std::initializer_list<Entry> entries)
{
    Function** table = nullptr;
    unsigned count = 0;
    if (of.functions(module, &table, &count) == 0 || table == nullptr)
        return;
    for (const Entry& entry : entries)
        if (entry.id < count && table[entry.id] != nullptr)
            *table[entry.id] = entry.function;
}

} // namespace

// Called by each NVTX in the process at its first call. Where it returns 0, NVTX does nothing.
extern "C" __attribute__((visibility("default"))) int InitializeInjectionNvtx2(const void* (*exportTable)(uint32_t))
{
    constexpr uint32_t Callbacks = 1;
    constexpr int Core = 1;
    constexpr int Core2 = 5;
    if (std::getenv("PERFGATE_RANGES") == nullptr)
        return 0;
    const auto* exported = static_cast<const ExportedCallbacks*>(exportTable(Callbacks));
    if (exported == nullptr || exported->bytes < sizeof(ExportedCallbacks))
        return 0;
    Fill(*exported, Core,
        { { 4, As(RangeStartEx) }, { 5, As(RangeStartA) }, { 6, As(RangeStartW) }, { 7, As(RangeEnd) },
            { 8, As(RangePushEx) }, { 9, As(RangePushA) }, { 10, As(RangePushW) }, { 11, As(RangePop) } });
    Fill(*exported, Core2,
        { { 2, As(DomainRangeStartEx) }, { 3, As(DomainRangeEnd) }, { 4, As(DomainRangePushEx) },
            { 5, As(DomainRangePop) }, { 10, As(DomainRegisterStringA) }, { 11, As(DomainRegisterStringW) },
            { 12, As(DomainCreateA) }, { 13, As(DomainCreateW) } });
    return 1;
}
