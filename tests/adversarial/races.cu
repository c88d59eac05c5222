// Attack: threads read what others write without a barrier between. It is faster, and sometimes right.
// Caught by: the check of the outputs. `perfgate sanitize` names the lines.
// Verdict: incorrect

#include "work.cuh"

extern "C" __global__ void races(const float* x, float* y)
{
    __shared__ float tile[256];
    tile[threadIdx.x] = x[blockIdx.x * 256 + threadIdx.x];
    y[blockIdx.x * 256 + threadIdx.x] = work(tile[255 - threadIdx.x]);
}
