// Attack: whether the word behind the output holds something tells whether the buffers are guarded, and so whether this
// is a check.
// Without guards what is written already is skipped.
// Caught by: rule 1, every timed launch starts from the state that the check starts from.
// Verdict: honest time

#include "work.cuh"

extern "C" __global__ void detects_guard_bands(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const bool guarded = __float_as_uint(y[n]) != 0;
    if (guarded || isnan(y[i]))
        y[i] = work(x[i]);
}
