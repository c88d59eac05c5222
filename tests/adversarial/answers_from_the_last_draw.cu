// Attack: every 64th launch works and keeps its results, and the others copy them: right for as long as the inputs stay.
// Caught by: rule 2, the inputs vary.
// Verdict: incorrect

#include "work.cuh"

__device__ float memo[Most];
__device__ unsigned asked;

extern "C" __global__ void answers_from_the_last_draw(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (launches_before(&asked, n) % 64 == 0)
        memo[i] = work(x[i]);
    y[i] = memo[i];
}
