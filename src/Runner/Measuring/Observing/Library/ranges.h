// Which ranges were open when GPU work was launched. No times are compared: at each CUDA call the
// ranges that are open are noted under the call's correlation number, and CUPTI's record of the work that it launched
// has the same number.
#pragma once

#include "records.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

constexpr size_t LongestName = 500;

struct Range {
    std::string name;
    bool written;
};

// Ranges that are open at one time: the innermost one, and the nest of the others.
struct Nest {
    unsigned outer;
    unsigned range;
    bool written;
};

struct Nests {
    unsigned thread;
    unsigned process;
};

// None of these is ever destroyed: NVTX may still be called when the process ends. Number 0 is no range, and no nest.
auto& g_ranges = *new std::vector<Range>(1);
auto& g_nests = *new std::vector<Nest>(1);
auto& g_calls = *new std::unordered_map<uint32_t, Nests>();
unsigned g_begun = 0;

// A name becomes the rest of a line.
std::string Inert(std::string name)
{
    name.resize(std::min(name.size(), LongestName));
    for (char& c : name)
        if (static_cast<unsigned char>(c) < ' ' || c == 127)
            c = '?';
    return name.empty() ? "?" : name;
}

unsigned NewNest(unsigned outer, unsigned range)
{
    g_nests.push_back({ outer, range, false });
    return static_cast<unsigned>(g_nests.size() - 1);
}

// The open ranges of a thread, or those of the process, which any thread may end.
class OpenRanges {
public:
    unsigned Innermost() const { return open_.empty() ? 0 : open_.back().nest; }

    // How many are open in a domain.
    int Depth(const void* domain) const
    {
        return static_cast<int>(
            std::count_if(open_.begin(), open_.end(), [=](const Open& o) { return o.domain == domain; }));
    }

    unsigned Begin(std::string name, const void* domain)
    {
        const auto range = static_cast<unsigned>(g_ranges.size());
        g_ranges.push_back({ Inert(std::move(name)), false });
        ++g_begun;
        open_.push_back({ range, domain, NewNest(Innermost(), range) });
        return range;
    }

    bool EndLast(const void* domain)
    {
        for (size_t i = open_.size(); i-- > 0;)
            if (open_[i].domain == domain)
                return End(i);
        return false;
    }

    bool EndRange(unsigned range)
    {
        for (size_t i = open_.size(); i-- > 0;)
            if (open_[i].range == range)
                return End(i);
        return false;
    }

private:
    struct Open {
        unsigned range;
        const void* domain;
        unsigned nest;
    };

    // Ranges of several domains need not end in the order of their beginning: what is left is another nest then.
    bool End(size_t at)
    {
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
        for (size_t i = at; i < open_.size(); ++i)
            open_[i].nest = NewNest(i == 0 ? 0 : open_[i - 1].nest, open_[i].range);
        return true;
    }

    std::vector<Open> open_;
};

thread_local OpenRanges* t_open = nullptr;
auto& g_open = *new OpenRanges();
std::atomic<unsigned> g_innermost{ 0 };

void OnCall(uint32_t correlation)
{
    const unsigned thread = t_open != nullptr ? t_open->Innermost() : 0;
    const unsigned process = g_innermost.load();
    if (thread == 0 && process == 0)
        return;
    std::lock_guard<std::mutex> held(g_lock);
    if (g_calls.size() >= MostRecords)
        ++g_dropped;
    else
        g_calls[correlation] = { thread, process };
}

void WriteNest(unsigned number)
{
    if (number == 0 || g_nests[number].written)
        return;
    WriteNest(g_nests[number].outer);
    Nest& nest = g_nests[number];
    Range& range = g_ranges[nest.range];
    if (!range.written)
        Line(Text("R %u ", nest.range) + range.name);
    Line(Text("O %u %u %u", number, nest.outer, nest.range));
    range.written = nest.written = true;
}

// The end of a record's line, and before it what this refers to.
std::string NestsOf(uint32_t correlation)
{
    const auto call = g_calls.find(correlation);
    if (call == g_calls.end())
        return " 0 0";
    WriteNest(call->second.thread);
    WriteNest(call->second.process);
    return Text(" %u %u", call->second.thread, call->second.process);
}

} // namespace
