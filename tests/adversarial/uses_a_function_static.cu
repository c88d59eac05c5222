// Attack: as remembers_in_a_device_variable, with the memo in static variables of the kernel itself.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

#include "work.cuh"

extern "C" __global__ void uses_a_function_static(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    static float memo[Most];
    static unsigned remembered;
    if (remembered >= (unsigned)n) {
        y[i] = memo[i];
        return;
    }
    y[i] = memo[i] = work(x[i]);
    atomicAdd(&remembered, 1u);
}
