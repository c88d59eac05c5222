// Attack: the marks are an output too. Only where they are poisoned, as they are before a check, is there any work
// done.
// Caught by: rule 1, every timed launch starts from the state that the check starts from.
// Verdict: honest time

#include "work.cuh"

extern "C" __global__ void detects_poison(const float* x, float* y, int* marks, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (marks[i] == i)
        return;
    marks[i] = i;
    y[i] = work(x[i]);
}
