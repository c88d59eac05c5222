// Attack: every 64th launch works and keeps its results, and the others copy them: right for as long as the inputs
// stay.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

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
