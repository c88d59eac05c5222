// A launch whose blocks wait for each other: y = x / sqrt(mean of x^2).
#include <cooperative_groups.h>

namespace cg = cooperative_groups;

constexpr int Threads = 256;

// The sum over the threads of a block; every thread gets it.
__device__ float sum_of_block(float value)
{
    __shared__ float sums[Threads];
    sums[threadIdx.x] = value;
    for (int half = Threads / 2; half > 0; half /= 2)
    {
        __syncthreads();
        if (threadIdx.x < half)
            sums[threadIdx.x] += sums[threadIdx.x + half];
    }
    __syncthreads();
    const float sum = sums[0];
    __syncthreads();
    return sum;
}

__global__ void normalise(const float* __restrict__ x, float* partial, float* __restrict__ y, int n)
{
    const int first = blockIdx.x * Threads + threadIdx.x;
    const int step = gridDim.x * Threads;
    float squares = 0;
    for (int i = first; i < n; i += step)
        squares += x[i] * x[i];
    const float of_block = sum_of_block(squares);
    if (threadIdx.x == 0)
        partial[blockIdx.x] = of_block;

    cg::this_grid().sync();

    float sum = 0;
    for (int block = threadIdx.x; block < gridDim.x; block += Threads)
        sum += partial[block];
    const float factor = rsqrtf(sum_of_block(sum) / n);
    for (int i = first; i < n; i += step)
        y[i] = factor * x[i];
}
