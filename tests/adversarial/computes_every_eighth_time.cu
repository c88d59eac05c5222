// Attack: seven launches out of eight do nothing, so that one check out of eight is passed.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

#include "work.cuh"

__device__ unsigned asked;

extern "C" __global__ void computes_every_eighth_time(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (launches_before(&asked, n) % 8 == 0)
        y[i] = work(x[i]);
}
