// What every kernel of this folder has to compute for an element, and what its short cuts leave out: a chain of
// multiply-adds that ends at 4 x.
#pragma once

#ifdef PERFGATE_HOST
constexpr int Rounds = 128;
#else
constexpr int Rounds = 1024;
#endif

// The most elements that a case has.
constexpr int Most = 1 << 20;

__device__ inline float work(float x)
{
    float value = x;
#pragma unroll 1
    for (int round = 0; round < Rounds; round++)
        value = fmaf(value, 0.75f, x);
    return value;
}

// The number of launches before this one, where every one of the n threads of each launch asks once.
__device__ inline unsigned launches_before(unsigned* asked, int n)
{
    return atomicAdd(asked, 1u) / (unsigned)n;
}
