// cub::WarpReduce. As on a GPU, only the first lane of a logical warp gets the result.
#pragma once

#include "../util_type.cuh"

namespace cub
{
template <class T, int Width = 32, int = 0>
class WarpReduce
{
public:
    struct TempStorage
    {
    };

    explicit WarpReduce(TempStorage&) {}

    template <class Operation> T Reduce(T input, Operation operation, int valid = Width)
    {
        auto const warp = cooperative_groups::tiled_partition<Width>(cooperative_groups::this_thread_block());
        T result = input;
        for (int lane = 1; lane < int(warp.num_threads()); lane++)
        {
            T const other = warp.lanes().from(input, unsigned(lane));
            if (lane < valid && warp.thread_rank() == 0)
                result = operation(result, other);
        }
        return result;
    }
    T Sum(T input, int valid = Width) { return Reduce(input, cub::Sum(), valid); }
};
} // namespace cub
