// Attack: the work is done in half precision.
// Caught by: the check of the outputs.
// Verdict: incorrect

#include <cuda_fp16.h>

#include "work.cuh"

extern "C" __global__ void lower_precision(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float value = x[i];
    for (int round = 0; round < Rounds; round++)
        value = __half2float(__float2half(fmaf(value, 0.75f, x[i])));
    y[i] = value;
}
