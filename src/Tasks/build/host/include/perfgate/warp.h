// Warp shuffles, votes and __syncwarp: rendezvous of the lanes that a mask names.
#pragma once

#pragma GCC visibility push(hidden)

namespace perfgate
{
[[noreturn]] __attribute__((noinline, cold)) inline void refuse_mask(Wait kind, unsigned mask, const void* site)
{
    Message message;
    current_block().place_of_thread(message);
    message.add(": mask %#x of %s does not name the calling lane [+0x%zx]", mask, name_of(kind),
                std::size_t(static_cast<const char*>(site) - __ehdr_start));
    current_block().fail(message.text());
}

// Meets the other lanes of `mask` at an operation of the same kind. `value` is what this lane brings, `source` the lane
// whose value it wants. Leaves in the thread's value what it gets: for a vote the lanes whose value was not zero.
// A source that does not take part gives all ones, not-a-number for floating-point types: CUDA leaves it undefined.
__attribute__((noinline)) inline void meet_others(Wait kind, unsigned mask, unsigned long long value, int source)
{
    Block& block = current_block();
    block.begin_waiting();
    int const thread = block.thread();
    int const index = thread / WarpSize;
    unsigned const bit = 1u << thread % WarpSize;
    if (__builtin_expect((mask & bit) == 0, 0))
        refuse_mask(kind, mask, __builtin_return_address(0));
    Thread& self = block.at(thread);
    self.value = value;
    self.source = short(source);
    self.mask = mask;

    Warp& warp = block.warp(index);
    int meeting = 0;
    while (meeting < warp.meeting_count && (warp.meetings[meeting].mask != mask || warp.meetings[meeting].kind != kind))
        meeting++;
    if (meeting == warp.meeting_count)
        warp.meetings[warp.meeting_count++] = {mask, 0, kind};
    warp.meetings[meeting].arrived |= bit;
    if (warp.meetings[meeting].arrived == block.expected(index, mask))
        block.finish_meeting(index, meeting);
    else
        block.wait(kind, __builtin_return_address(0));
}

inline __attribute__((always_inline)) unsigned long long meet(
    Wait kind, unsigned mask, unsigned long long value, int source)
{
    meet_others(kind, mask, value, source);
    return current_block().self().value;
}

__attribute__((noinline)) inline void Block::finish_meeting(int index, int number)
{
    Warp& warp = warps_[index];
    Meeting const meeting = warp.meetings[number];
    warp.meetings[number] = warp.meetings[--warp.meeting_count];
    Thread* const lanes = threads_ + index * WarpSize;

    unsigned long long results[WarpSize];
    unsigned long long ballot = 0;
    for (unsigned rest = meeting.arrived; rest != 0; rest &= rest - 1)
    {
        int const lane = __builtin_ctz(rest);
        int const source = lanes[lane].source;
        ballot |= (unsigned long long)(lanes[lane].value != 0) << lane;
        results[lane] = meeting.arrived >> source & 1 ? lanes[source].value : ~0ull;
    }
    for (unsigned rest = meeting.arrived; rest != 0; rest &= rest - 1)
    {
        int const lane = __builtin_ctz(rest);
        lanes[lane].value = meeting.kind == Wait::Vote ? ballot : results[lane];
        lanes[lane].mask = meeting.arrived;
        if (lanes[lane].wait != Wait::Nothing)
            make_ready(index * WarpSize + lane);
    }
}

__attribute__((noinline)) inline void meet_active()
{
    Block& block = current_block();
    block.begin_waiting();
    block.wait(Wait::ActiveMask, __builtin_return_address(0));
}

inline __attribute__((always_inline)) unsigned active_mask()
{
    meet_active();
    return unsigned(current_block().self().value);
}

// The lanes of a mask that the warp of this thread has, those that have ended included: all threads see the same.
inline unsigned lanes_of(unsigned mask) { return current_block().present(current_block().thread() / WarpSize, mask); }

// Whether a lane took part in the warp operation that this thread has just come from.
inline bool took_part(int lane) { return current_block().self().mask >> lane & 1; }

inline int lane_of_current() { return current_block().thread() % WarpSize; }

template <class T>
inline __attribute__((always_inline)) T shuffle(unsigned mask, T value, int source)
{
    static_assert(std::is_trivially_copyable<T>::value, "a shuffle copies byte by byte");
    auto* const bytes = reinterpret_cast<unsigned char*>(&value);
    for (std::size_t at = 0; at < sizeof(T); at += 8)
    {
        std::size_t const part = sizeof(T) - at < 8 ? sizeof(T) - at : 8;
        unsigned long long bits = 0;
        std::memcpy(&bits, bytes + at, part);
        bits = meet(Wait::Shuffle, mask, bits, source);
        std::memcpy(bytes + at, &bits, part);
    }
    return value;
}
} // namespace perfgate

#pragma GCC visibility pop

// Lanes form segments of `width`, a power of two; a source outside the own segment means the own value, as in CUDA.
template <class T>
inline __attribute__((always_inline)) T __shfl_sync(unsigned mask, T value, int source, int width = 32)
{
    int const lane = perfgate::lane_of_current();
    return perfgate::shuffle(mask, value, (lane & ~(width - 1)) | (source & (width - 1)));
}

template <class T>
inline __attribute__((always_inline)) T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32)
{
    int const lane = perfgate::lane_of_current();
    return perfgate::shuffle(mask, value, unsigned(lane & (width - 1)) < delta ? lane : lane - int(delta));
}

template <class T>
inline __attribute__((always_inline)) T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32)
{
    int const lane = perfgate::lane_of_current();
    return perfgate::shuffle(
        mask, value, unsigned(lane & (width - 1)) + delta >= unsigned(width) ? lane : lane + int(delta));
}

template <class T>
inline __attribute__((always_inline)) T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32)
{
    int const lane = perfgate::lane_of_current();
    int const source = lane ^ lanes;
    // A source in an earlier segment may be read, one in a later segment may not.
    return perfgate::shuffle(mask, value, source < (lane & ~(width - 1)) + width ? source & 31 : lane);
}

inline __attribute__((always_inline)) unsigned __ballot_sync(unsigned mask, int predicate)
{
    return unsigned(perfgate::meet(perfgate::Wait::Vote, mask, predicate != 0, 0));
}

inline __attribute__((always_inline)) int __any_sync(unsigned mask, int predicate)
{
    return __ballot_sync(mask, predicate) != 0;
}

inline __attribute__((always_inline)) int __all_sync(unsigned mask, int predicate)
{
    return __ballot_sync(mask, predicate == 0) == 0;
}

inline __attribute__((always_inline)) void __syncwarp(unsigned mask = 0xffffffffu)
{
    perfgate::meet(perfgate::Wait::WarpBarrier, mask, 0, 0);
}

inline __attribute__((always_inline)) unsigned __activemask() { return perfgate::active_mask(); }

// One value per warp, met by all lanes of the mask.
template <class T>
inline unsigned __match_any_sync(unsigned mask, T value)
{
    unsigned same = 0;
    unsigned const lanes = perfgate::lanes_of(mask);
    for (int lane = 0; lane < 32; lane++)
    {
        if ((lanes >> lane & 1) == 0)
            continue;
        T const other = __shfl_sync(mask, value, lane);
        if (perfgate::took_part(lane))
            same |= unsigned(other == value) << lane;
    }
    return same;
}

#define PERFGATE_REDUCE(NAME, T, COMBINE)                                                                         \
    inline T NAME(unsigned mask, T value)                                                                         \
    {                                                                                                             \
        unsigned const lanes = perfgate::lanes_of(mask);                                                          \
        T result{};                                                                                               \
        bool first = true;                                                                                        \
        for (int lane = 0; lane < 32; lane++)                                                                     \
        {                                                                                                         \
            if ((lanes >> lane & 1) == 0)                                                                         \
                continue;                                                                                         \
            T const other = __shfl_sync(mask, value, lane);                                                       \
            if (!perfgate::took_part(lane))                                                                       \
                continue;                                                                                         \
            result = first ? other : COMBINE;                                                                     \
            first = false;                                                                                        \
        }                                                                                                         \
        return result;                                                                                            \
    }

PERFGATE_REDUCE(__reduce_add_sync, unsigned, result + other)
PERFGATE_REDUCE(__reduce_min_sync, unsigned, other < result ? other : result)
PERFGATE_REDUCE(__reduce_max_sync, unsigned, other > result ? other : result)
PERFGATE_REDUCE(__reduce_add_sync, int, int(unsigned(result) + unsigned(other)))
PERFGATE_REDUCE(__reduce_min_sync, int, other < result ? other : result)
PERFGATE_REDUCE(__reduce_max_sync, int, other > result ? other : result)
PERFGATE_REDUCE(__reduce_and_sync, unsigned, result & other)
PERFGATE_REDUCE(__reduce_or_sync, unsigned, result | other)
PERFGATE_REDUCE(__reduce_xor_sync, unsigned, result ^ other)

#undef PERFGATE_REDUCE
