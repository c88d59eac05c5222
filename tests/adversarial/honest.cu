// Honest kernels of the same work: what the attacks' times are compared with, in the same run.

#include "work.cuh"

extern "C" __global__ void honest_work(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = work(x[i]);
}

// In place: timed again and again it must start from the same values each time.
extern "C" __global__ void honest_in_place(float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = work(y[i]);
}

// Bound by memory.
extern "C" __global__ void honest_scale(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = 4.0f * x[i];
}
