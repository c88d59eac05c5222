// What is known of the threads and warps of a block.
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
// Whether threads that have ended no longer count, as compute capability 7.0 and later have it.
#if defined(PERFGATE_EARLY_EXIT)
constexpr bool EarlyExit = PERFGATE_EARLY_EXIT;
#else
constexpr bool EarlyExit = true;
#endif

constexpr int WarpSize = 32;

// What a thread waits for.
enum class Wait : unsigned char
{
    Nothing,
    Barrier,
    WarpBarrier,
    Shuffle,
    Vote,
    ActiveMask,
    Turn,
};

inline const char* name_of(Wait wait)
{
    switch (wait)
    {
    case Wait::Barrier: return "__syncthreads";
    case Wait::WarpBarrier: return "__syncwarp";
    case Wait::Shuffle: return "a warp shuffle";
    case Wait::Vote: return "a warp vote";
    case Wait::ActiveMask: return "__activemask";
    default: return "its turn";
    }
}

struct Thread
{
    Context context;
    const void* site = nullptr; // where the waiting call returns to
    unsigned long long value = 0; // what it brings to a shuffle or vote, and what it takes from it
    uint3 index{};
    unsigned mask = 0; // lanes that take part in the warp operation it waits at
    short fibre = 0;
    short source = 0; // lane whose value it wants
    Wait wait = Wait::Nothing;
    bool ended = false;
};

// Lanes that have come to the same operation with the same mask.
struct Meeting
{
    unsigned mask;
    unsigned arrived;
    Wait kind;
};

struct Warp
{
    int meeting_count = 0;
    unsigned ended = 0;
    Meeting meetings[WarpSize];
};

// What the built-in variables read.
struct BuiltIns
{
    uint3 thread;
    uint3 block;
    dim3 block_size;
    dim3 grid_size;
};
} // namespace perfgate

#pragma GCC visibility pop
