// Attack: one element before the first. Whatever lies there is overwritten.
// Caught by: rule 8, guards around each buffer.
// Verdict: incorrect

#include "work.cuh"

extern "C" __global__ void writes_before_the_start(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = work(x[i]);
    if (i == 0)
        y[-1] = 0.0f;
}
