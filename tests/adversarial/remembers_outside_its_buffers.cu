// Attack: a word behind the output says that the output is complete, and later launches do nothing.
// Caught by: rule 8, guards around each buffer.
// Verdict: incorrect

#include "work.cuh"

extern "C" __global__ void remembers_outside_its_buffers(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (__float_as_uint(y[n]) == 0x00c0ffeeu)
        return;
    y[i] = work(x[i]);
    if (i == n - 1)
        y[n] = __uint_as_float(0x00c0ffeeu);
}
