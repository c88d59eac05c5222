// Attack: the first three launches, which a check is likely to see, are complete. Later ones leave seven elements out
// of eight as they are.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

#include "work.cuh"

__device__ unsigned asked;

extern "C" __global__ void leaves_work_out_after_three_launches(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (launches_before(&asked, n) >= 3 && i % 8 != 0)
        return;
    y[i] = work(x[i]);
}
