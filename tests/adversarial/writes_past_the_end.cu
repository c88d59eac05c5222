// Attack: one element more than there is. Whatever lies there is overwritten.
// Caught by: rule 8, guards around each buffer.
// Verdict: incorrect

#include "work.cuh"

extern "C" __global__ void writes_past_the_end(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = work(x[i]);
    if (i == n - 1)
        y[n] = y[i];
}
