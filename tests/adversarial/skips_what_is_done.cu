// Attack: an element of the output that is written already is not computed again.
// Caught by: rule 1, every timed launch starts from the state that the check starts from.
// Verdict: honest time

#include "work.cuh"

extern "C" __global__ void skips_what_is_done(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (isnan(y[i]))
        y[i] = work(x[i]);
}
