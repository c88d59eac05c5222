// cub::BlockReduce. As on a GPU, only thread 0 gets the result.
#pragma once

#include "../util_type.cuh"

namespace cub
{
enum BlockReduceAlgorithm
{
    BLOCK_REDUCE_RAKING_COMMUTATIVE_ONLY,
    BLOCK_REDUCE_RAKING,
    BLOCK_REDUCE_WARP_REDUCTIONS,
};

template <class T, int X, BlockReduceAlgorithm = BLOCK_REDUCE_WARP_REDUCTIONS, int Y = 1, int Z = 1, int = 0>
class BlockReduce
{
public:
    using TempStorage = details::Slots<T, X * Y * Z>;

    BlockReduce() : storage_(own()) {}
    explicit BlockReduce(TempStorage& storage) : storage_(storage) {}

    template <class Operation> T Reduce(T input, Operation operation, int valid = X * Y * Z)
    {
        int const rank = details::rank_in_block();
        storage_.set(rank, input);
        __syncthreads();
        if (rank != 0)
            return input;
        T result = input;
        for (int i = 1; i < std::min(valid, details::threads_in_block()); i++)
            result = operation(result, storage_.get(i));
        return result;
    }
    template <int Items, class Operation> T Reduce(T (&inputs)[Items], Operation operation)
    {
        return Reduce(details::combined(inputs, operation), operation);
    }
    T Sum(T input, int valid = X * Y * Z) { return Reduce(input, cub::Sum(), valid); }
    template <int Items> T Sum(T (&inputs)[Items]) { return Reduce(inputs, cub::Sum()); }

private:
    static TempStorage& own()
    {
        static __shared__ TempStorage storage;
        return storage;
    }

    TempStorage& storage_;
};
} // namespace cub
