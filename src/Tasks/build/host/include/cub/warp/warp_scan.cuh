// cub::WarpScan.
#pragma once

#include "../util_type.cuh"

namespace cub
{
template <class T, int Width = 32, int = 0>
class WarpScan
{
public:
    struct TempStorage
    {
    };

    explicit WarpScan(TempStorage&) {}

    template <class Operation> void InclusiveScan(T input, T& output, Operation operation)
    {
        scan(input, output, operation, input, false, true);
    }
    template <class Operation> void InclusiveScan(T input, T& output, Operation operation, T& aggregate)
    {
        aggregate = scan(input, output, operation, input, false, true);
    }
    template <class Operation> void ExclusiveScan(T input, T& output, T initial, Operation operation)
    {
        scan(input, output, operation, initial, true, false);
    }
    template <class Operation> void ExclusiveScan(T input, T& output, T initial, Operation operation, T& aggregate)
    {
        aggregate = scan(input, output, operation, initial, true, false);
    }
    void InclusiveSum(T input, T& output) { InclusiveScan(input, output, cub::Sum()); }
    void InclusiveSum(T input, T& output, T& aggregate) { InclusiveScan(input, output, cub::Sum(), aggregate); }
    void ExclusiveSum(T input, T& output) { ExclusiveScan(input, output, T(0), cub::Sum()); }
    void ExclusiveSum(T input, T& output, T& aggregate) { ExclusiveScan(input, output, T(0), cub::Sum(), aggregate); }
    T Broadcast(T input, unsigned lane)
    {
        return cooperative_groups::tiled_partition<Width>(cooperative_groups::this_thread_block()).shfl(input, lane);
    }

private:
    template <class Operation>
    T scan(T input, T& output, Operation operation, T initial, bool has_initial, bool inclusive)
    {
        auto const warp = cooperative_groups::tiled_partition<Width>(cooperative_groups::this_thread_block());
        unsigned const rank = unsigned(warp.thread_rank());
        T all = input, before = initial;
        bool has_before = has_initial;
        for (unsigned lane = 0; lane < unsigned(warp.num_threads()); lane++)
        {
            T const other = warp.lanes().from(input, lane);
            all = lane == 0 ? other : operation(all, other);
            if (lane >= rank)
                continue;
            before = has_before ? operation(before, other) : other;
            has_before = true;
        }
        T const in[1] = {input};
        T out[1];
        details::scan_items(in, out, operation, before, has_before, inclusive);
        output = out[0];
        return all;
    }
};
} // namespace cub
