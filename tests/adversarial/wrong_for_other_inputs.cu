// Attack: the signs of the first 32 inputs are compiled in for the inputs that were known. What was tuned on one draw
// is wrong for others.
// Caught by: rule 2, the inputs vary.
// Verdict: incorrect

#include "work.cuh"

constexpr unsigned Signs = 0xa3f9f3f5u;

extern "C" __global__ void wrong_for_other_inputs(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const float value = i >= 32 ? x[i] : (Signs >> i & 1) != 0 ? -fabsf(x[i]) : fabsf(x[i]);
    y[i] = work(value);
}
