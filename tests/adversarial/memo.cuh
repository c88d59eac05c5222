// What a kernel remembers of its inputs: where they are those of the launch before, its results are copied. A change of
// all inputs is noticed, so that the outputs are right for every draw. The attacks differ in where they keep it.
#pragma once

#include "work.cuh"

constexpr int Remembered = 1 << 14;

struct Memo
{
    float values[Remembered];
    unsigned digests[2];
    unsigned asked;
};

__device__ inline void answer_from(Memo& memo, const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    unsigned digest = 1;
    for (int k = 0; k < 8; k++)
        digest = digest * 16777619u ^ __float_as_uint(x[(long long)k * (n - 1) / 7]);
    // All threads of a launch agree on which one it is, and write the same digest: what the launch before wrote is
    // complete.
    const unsigned launch = launches_before(&memo.asked, n);
    if (launch == 0 || memo.digests[(launch + 1) % 2] != digest)
        memo.values[i] = work(x[i]);
    y[i] = memo.values[i];
    memo.digests[launch % 2] = digest;
}
