// The sum of n numbers: one partial sum per block over a contiguous piece, then the sum of those.
#include "block_reduce.cuh"

extern "C" __global__ void reduce_partial(const float* __restrict__ x, float* __restrict__ partial, int n)
{
    const int piece = (n + gridDim.x - 1) / gridDim.x;
    const int begin = blockIdx.x * piece;
    const int end = min(begin + piece, n);

    float sum = 0.0f;
    for (int i = begin + threadIdx.x; i < end; i += blockDim.x)
        sum += x[i];
    sum = block_sum(sum);
    if (threadIdx.x == 0)
        partial[blockIdx.x] = sum;
}

extern "C" __global__ void reduce_final(const float* __restrict__ partial, float* __restrict__ sum, int count)
{
    float total = 0.0f;
    for (int i = threadIdx.x; i < count; i += blockDim.x)
        total += partial[i];
    total = block_sum(total);
    if (threadIdx.x == 0)
        sum[0] = total;
}
