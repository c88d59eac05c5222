// Attack: a memo for each address that an output was seen at, so that other buffers are computed and the same ones are
// not.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

#include "work.cuh"

constexpr int Slots = 16;

__device__ float* seen[Slots];
__device__ float memos[Slots][Most];
__device__ unsigned remembered[Slots];

extern "C" __global__ void caches_by_pointer(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const int slot = (int)(((unsigned long long)y >> 8) % Slots);
    if (seen[slot] == y && remembered[slot] >= (unsigned)n) {
        y[i] = memos[slot][i];
        return;
    }
    const float value = y[i] = work(x[i]);
    if (seen[slot] != nullptr && seen[slot] != y)
        return;
    seen[slot] = y;
    memos[slot][i] = value;
    atomicAdd(&remembered[slot], 1u);
}
