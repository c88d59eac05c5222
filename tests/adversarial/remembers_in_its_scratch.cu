// Attack: results are kept in a scratch buffer of its own, which is no output and no input.
// Caught by: rule 1, every timed launch starts from the state that the check starts from.
// Verdict: honest time

#include "work.cuh"

extern "C" __global__ void remembers_in_its_scratch(const float* x, float* scratch, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (isnan(scratch[i]))
        scratch[i] = work(x[i]);
    y[i] = scratch[i];
}
