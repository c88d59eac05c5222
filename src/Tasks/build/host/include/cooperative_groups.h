// Cooperative groups: thread blocks, tiles of a warp, coalesced threads, and the grid of a cooperative launch.
#pragma once

#include "perfgate_host.h"

namespace cooperative_groups
{
// Exchanges and votes among the lanes that a mask names. Ranks count these lanes from the lowest.
class warp_lanes
{
public:
    explicit warp_lanes(unsigned mask) : mask_(mask) {}

    unsigned mask() const { return mask_; }
    unsigned size() const { return unsigned(__popc(mask_)); }
    unsigned rank() const { return unsigned(__popc(mask_ & ((1u << perfgate::lane_of_current()) - 1))); }
    void sync() const { __syncwarp(mask_); }

    template <class T> T from(T value, unsigned rank) const { return perfgate::shuffle(mask_, value, lane_of(rank)); }

    unsigned ballot(int predicate) const
    {
        unsigned const lanes = __ballot_sync(mask_, predicate);
        unsigned ranks = 0;
        for (unsigned rank = 0; rank < size(); rank++)
            ranks |= (lanes >> lane_of(rank) & 1) << rank;
        return ranks;
    }

private:
    int lane_of(unsigned rank) const
    {
        unsigned rest = mask_;
        while (rank-- > 0 && rest != 0)
            rest &= rest - 1;
        return rest == 0 ? perfgate::lane_of_current() : __builtin_ctz(rest);
    }

    unsigned mask_;
};

namespace details
{
inline unsigned rank_in_block()
{
    return threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
}

inline unsigned threads_in_block() { return blockDim.x * blockDim.y * blockDim.z; }

// What tiles and coalesced threads have in common.
class lanes_group
{
public:
    unsigned thread_rank() const { return lanes_.rank(); }
    unsigned size() const { return lanes_.size(); }
    unsigned num_threads() const { return lanes_.size(); }
    void sync() const { lanes_.sync(); }
    unsigned long long meta_group_size() const { return meta_size_; }
    unsigned long long meta_group_rank() const { return meta_rank_; }

    template <class T> T shfl(T value, int rank) const { return lanes_.from(value, unsigned(rank) % size()); }
    template <class T> T shfl_up(T value, unsigned delta) const
    {
        unsigned const own = thread_rank();
        return lanes_.from(value, own < delta ? own : own - delta);
    }
    template <class T> T shfl_down(T value, unsigned delta) const
    {
        unsigned const own = thread_rank();
        return lanes_.from(value, own + delta >= size() ? own : own + delta);
    }
    template <class T> T shfl_xor(T value, unsigned bits) const
    {
        unsigned const other = thread_rank() ^ bits;
        return lanes_.from(value, other >= size() ? thread_rank() : other);
    }

    unsigned ballot(int predicate) const { return lanes_.ballot(predicate); }
    int any(int predicate) const { return ballot(predicate) != 0; }
    int all(int predicate) const { return ballot(predicate == 0) == 0; }
    template <class T> unsigned match_any(T value) const
    {
        unsigned same = 0;
        for (unsigned rank = 0; rank < size(); rank++)
            same |= unsigned(lanes_.from(value, rank) == value) << rank;
        return same;
    }
    template <class T> unsigned match_all(T value, int& all_same) const
    {
        all_same = all(lanes_.from(value, 0) == value);
        return all_same ? (size() == 32 ? ~0u : (1u << size()) - 1) : 0;
    }

    warp_lanes const& lanes() const { return lanes_; }

protected:
    lanes_group(unsigned mask, unsigned long long meta_rank, unsigned long long meta_size)
        : lanes_(mask), meta_rank_(meta_rank), meta_size_(meta_size)
    {
    }

private:
    warp_lanes lanes_;
    unsigned long long meta_rank_;
    unsigned long long meta_size_;
};

inline unsigned mask_of_tile(unsigned width)
{
    unsigned const first = unsigned(perfgate::lane_of_current()) / width * width;
    unsigned const whole = (width == 32 ? ~0u : (1u << width) - 1) << first;
    return perfgate::lanes_of(whole);
}
} // namespace details

class thread_block
{
public:
    static void sync() { __syncthreads(); }
    static unsigned thread_rank() { return details::rank_in_block(); }
    static unsigned size() { return details::threads_in_block(); }
    static unsigned num_threads() { return details::threads_in_block(); }
    static dim3 group_index() { return dim3(blockIdx); }
    static dim3 thread_index() { return dim3(threadIdx); }
    static dim3 group_dim() { return dim3(blockDim.x, blockDim.y, blockDim.z); }
    static dim3 dim_threads() { return group_dim(); }
};

inline thread_block this_thread_block() { return {}; }

class grid_group
{
public:
    static void sync() { perfgate::grid_barrier(); }
    static bool is_valid() { return perfgate::in_cooperative_launch(); }
    static unsigned long long thread_rank()
    {
        return block_rank() * details::threads_in_block() + details::rank_in_block();
    }
    static unsigned long long size() { return num_blocks() * details::threads_in_block(); }
    static unsigned long long num_threads() { return size(); }
    static unsigned long long num_blocks() { return (unsigned long long)gridDim.x * gridDim.y * gridDim.z; }
    static unsigned long long block_rank()
    {
        return blockIdx.x + (unsigned long long)gridDim.x * (blockIdx.y + (unsigned long long)gridDim.y * blockIdx.z);
    }
    static dim3 group_dim() { return dim3(gridDim.x, gridDim.y, gridDim.z); }
    static dim3 dim_blocks() { return group_dim(); }
    static dim3 block_index() { return dim3(blockIdx); }
};

inline grid_group this_grid() { return {}; }

class coalesced_group : public details::lanes_group
{
public:
    explicit coalesced_group(unsigned mask, unsigned long long rank = 0, unsigned long long groups = 1)
        : lanes_group(mask, rank, groups)
    {
    }
};

inline coalesced_group coalesced_threads() { return coalesced_group(__activemask()); }

template <unsigned Size, class Parent = void>
class thread_block_tile : public details::lanes_group
{
    static_assert(Size >= 1 && Size <= 32 && (Size & (Size - 1)) == 0,
        "on the host device a tile has 1, 2, 4, 8, 16 or 32 threads");

public:
    thread_block_tile()
        : lanes_group(details::mask_of_tile(Size), details::rank_in_block() / Size,
              (details::threads_in_block() + Size - 1) / Size)
    {
    }
    // thread_block_tile<32> is that of any parent.
    template <class Other> thread_block_tile(thread_block_tile<Size, Other> const&) : thread_block_tile() {}

    static constexpr unsigned size() { return Size; }
    static constexpr unsigned num_threads() { return Size; }
    static unsigned thread_rank() { return details::rank_in_block() % Size; }
};

// A group whose kind is known when it runs: a block, or a part of a warp.
class thread_group
{
public:
    thread_group(thread_block) : mask_(0) {}
    thread_group(details::lanes_group const& lanes) : mask_(lanes.lanes().mask()) {}

    void sync() const { mask_ == 0 ? __syncthreads() : __syncwarp(mask_); }
    unsigned size() const { return mask_ == 0 ? details::threads_in_block() : unsigned(__popc(mask_)); }
    unsigned num_threads() const { return size(); }
    unsigned thread_rank() const { return mask_ == 0 ? details::rank_in_block() : warp_lanes(mask_).rank(); }

private:
    unsigned mask_;
};

template <unsigned Size, class Group>
inline thread_block_tile<Size, Group> tiled_partition(Group const&)
{
    return {};
}

template <class Group>
inline coalesced_group tiled_partition(Group const&, unsigned size)
{
    return coalesced_group(details::mask_of_tile(size), details::rank_in_block() / size,
        (details::threads_in_block() + size - 1) / size);
}

inline coalesced_group binary_partition(details::lanes_group const& group, bool predicate)
{
    unsigned const held = __ballot_sync(group.lanes().mask(), predicate);
    return coalesced_group(predicate ? held : group.lanes().mask() & ~held, predicate, 2);
}

template <class T>
inline coalesced_group labeled_partition(details::lanes_group const& group, T label)
{
    return coalesced_group(__match_any_sync(group.lanes().mask(), label));
}

template <class Group> inline void sync(Group const& group) { group.sync(); }
inline void sync(thread_block const&) { __syncthreads(); }
template <class Group> inline unsigned thread_rank(Group const& group) { return unsigned(group.thread_rank()); }
template <class Group> inline unsigned group_size(Group const& group) { return unsigned(group.size()); }

template <class Group, class Function, class... Arguments>
inline void invoke_one(Group const& group, Function&& function, Arguments&&... arguments)
{
    if (group.thread_rank() == 0)
        std::forward<Function>(function)(std::forward<Arguments>(arguments)...);
}
} // namespace cooperative_groups
