// cub::BlockScan.
#pragma once

#include "../util_type.cuh"

namespace cub
{
enum BlockScanAlgorithm
{
    BLOCK_SCAN_RAKING,
    BLOCK_SCAN_RAKING_MEMOIZE,
    BLOCK_SCAN_WARP_SCANS,
};

template <class T, int X, BlockScanAlgorithm = BLOCK_SCAN_RAKING, int Y = 1, int Z = 1, int = 0>
class BlockScan
{
public:
    using TempStorage = details::Slots<T, X * Y * Z>;

    BlockScan() : storage_(own()) {}
    explicit BlockScan(TempStorage& storage) : storage_(storage) {}

    template <class Operation> void InclusiveScan(T input, T& output, Operation operation)
    {
        T aggregate;
        InclusiveScan(input, output, operation, aggregate);
    }
    template <class Operation> void InclusiveScan(T input, T& output, Operation operation, T& aggregate)
    {
        T in[1] = {input}, out[1];
        aggregate = scan(in, out, operation, input, false, true);
        output = out[0];
    }
    template <int N, class Operation> void InclusiveScan(T (&in)[N], T (&out)[N], Operation operation)
    {
        scan(in, out, operation, in[0], false, true);
    }
    template <int N, class Operation> void InclusiveScan(T (&in)[N], T (&out)[N], Operation operation, T& aggregate)
    {
        aggregate = scan(in, out, operation, in[0], false, true);
    }
    template <class Operation> void ExclusiveScan(T input, T& output, T initial, Operation operation)
    {
        T aggregate;
        ExclusiveScan(input, output, initial, operation, aggregate);
    }
    template <class Operation> void ExclusiveScan(T input, T& output, T initial, Operation operation, T& aggregate)
    {
        T in[1] = {input}, out[1];
        aggregate = scan(in, out, operation, initial, true, false);
        output = out[0];
    }
    template <int N, class Operation> void ExclusiveScan(T (&in)[N], T (&out)[N], T initial, Operation operation)
    {
        scan(in, out, operation, initial, true, false);
    }
    template <int N, class Operation>
    void ExclusiveScan(T (&in)[N], T (&out)[N], T initial, Operation operation, T& aggregate)
    {
        aggregate = scan(in, out, operation, initial, true, false);
    }

    template <class In, class Out> void InclusiveSum(In&& in, Out&& out) { InclusiveScan(in, out, cub::Sum()); }
    template <class In, class Out> void InclusiveSum(In&& in, Out&& out, T& aggregate)
    {
        InclusiveScan(in, out, cub::Sum(), aggregate);
    }
    template <class In, class Out> void ExclusiveSum(In&& in, Out&& out)
    {
        ExclusiveScan(in, out, T(0), cub::Sum());
    }
    template <class In, class Out> void ExclusiveSum(In&& in, Out&& out, T& aggregate)
    {
        ExclusiveScan(in, out, T(0), cub::Sum(), aggregate);
    }

private:
    static TempStorage& own()
    {
        static __shared__ TempStorage storage;
        return storage;
    }

    // Returns what all threads' items come to, without the initial value.
    template <int N, class Operation>
    T scan(T const (&in)[N], T (&out)[N], Operation operation, T initial, bool has_initial, bool inclusive)
    {
        int const rank = details::rank_in_block();
        storage_.set(rank, details::combined(in, operation));
        __syncthreads();
        T all = storage_.get(0);
        T before = initial;
        bool has_before = has_initial;
        for (int i = 0; i < details::threads_in_block(); i++)
        {
            T const other = storage_.get(i);
            if (i > 0)
                all = operation(all, other);
            if (i >= rank)
                continue;
            before = has_before ? operation(before, other) : other;
            has_before = true;
        }
        details::scan_items(in, out, operation, before, has_before, inclusive);
        return all;
    }

    TempStorage& storage_;
};
} // namespace cub
