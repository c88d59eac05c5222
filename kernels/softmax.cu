// y = softmax of each row of x. One block per row; its threads are a multiple of 32.
#include "block_reduce.cuh"

extern "C" __global__ void softmax_rows(const float* __restrict__ x, float* __restrict__ y, int columns)
{
    const float* row = x + (size_t)blockIdx.x * columns;
    float* out = y + (size_t)blockIdx.x * columns;

    float largest = -INFINITY;
    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        largest = fmaxf(largest, row[i]);
    largest = block_max(largest);

    float sum = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        sum += expf(row[i] - largest);
    sum = block_sum(sum);

    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        out[i] = expf(row[i] - largest) / sum;
}
