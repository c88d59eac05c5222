// Row 80, a kernel of our own in place of the example's, whose file needs Catch2: CUB's sum over a block.
#include <cub/block/block_reduce.cuh>

template <int Threads, int Items>
__global__ void block_sum(const int* x, int* sums)
{
    using Reduce = cub::BlockReduce<int, Threads, cub::BLOCK_REDUCE_RAKING>;
    __shared__ typename Reduce::TempStorage storage;
    int items[Items];
    for (int i = 0; i < Items; i++)
        items[i] = x[(blockIdx.x * Items + i) * Threads + threadIdx.x];
    const int sum = Reduce(storage).Sum(items);
    if (threadIdx.x == 0)
        sums[blockIdx.x] = sum;
}
