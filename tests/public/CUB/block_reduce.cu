// Row 80 with the CUB of the toolkit: a kernel of our own that sums over a block as the example does.
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
