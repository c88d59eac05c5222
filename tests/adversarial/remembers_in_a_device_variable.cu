// Attack: the first launch keeps its results in a __device__ array, and later ones copy them.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

#include "work.cuh"

__device__ float memo[Most];
__device__ unsigned remembered;

extern "C" __global__ void remembers_in_a_device_variable(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    // Complete only when the last thread of the first launch has added itself.
    if (remembered >= (unsigned)n) {
        y[i] = memo[i];
        return;
    }
    y[i] = memo[i] = work(x[i]);
    atomicAdd(&remembered, 1u);
}
