// Attack: the last element, the one that needs a test of the bound, is left out.
// Caught by: the check of the outputs.
// Verdict: incorrect

#include "work.cuh"

extern "C" __global__ void skips_the_last_element(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (i < n - 1)
        y[i] = work(x[i]);
}
