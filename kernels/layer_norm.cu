// y = (x - mean) / sqrt(variance + epsilon) * scale + shift, per row. One block per row; its threads are a multiple
// of 32.
#include "block_reduce.cuh"

extern "C" __global__ void layer_norm(const float* __restrict__ x, const float* __restrict__ scale,
    const float* __restrict__ shift, float* __restrict__ y, int columns, float epsilon)
{
    const float* row = x + (size_t)blockIdx.x * columns;
    float* out = y + (size_t)blockIdx.x * columns;

    float sum = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        sum += row[i];
    const float mean = block_sum(sum) / columns;

    // From the differences, not from the sum of squares: that loses its digits where the mean is large.
    float squares = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x)
    {
        const float difference = row[i] - mean;
        squares += difference * difference;
    }
    const float factor = 1.0f / sqrtf(block_sum(squares) / columns + epsilon);

    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        out[i] = (row[i] - mean) * factor * scale[i] + shift[i];
}
