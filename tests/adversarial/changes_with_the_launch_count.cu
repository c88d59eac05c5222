// Attack: from the 51st launch on the work is done by a formula. The outputs stay right, so this is an optimisation
// that arrives late:
// samples from before and after it are two regimes, or all of them come after.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

#include "work.cuh"

__device__ unsigned asked;

extern "C" __global__ void changes_with_the_launch_count(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = launches_before(&asked, n) < 50 ? work(x[i]) : 4.0f * x[i];
}
