// Attack: the output of the launch before is kept where it still solves the equation, which is far cheaper to test than
// to solve.
// Caught by: rule 1, every timed launch starts from the state that the check starts from.
// Verdict: honest time

#include "work.cuh"

extern "C" __global__ void reads_the_previous_output(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const float before = y[i];
    if (fabsf(fmaf(before, 0.75f, x[i]) - before) <= 1e-6f * fabsf(before))
        return;
    y[i] = work(x[i]);
}
