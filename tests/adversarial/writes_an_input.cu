// Attack: results are kept in an input that is declared const, and later launches copy them from there.
// Caught by: rule 3, timed outputs are looked at.
// Verdict: incorrect

#include "work.cuh"

extern "C" __global__ void writes_an_input(const float* x, const float* table, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float* memo = const_cast<float*>(table);
    if (memo[i] != (float)i) {
        y[i] = memo[i];
        return;
    }
    y[i] = memo[i] = work(x[i]);
}
