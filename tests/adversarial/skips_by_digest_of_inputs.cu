// Attack: eight inputs are looked at. Where they are those of the launch before, its results are copied from a
// __device__ array.
// A change of all inputs is noticed, so that the outputs are right for every draw.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: variables are put back too.
// Verdict: honest time

#include "work.cuh"

__device__ float memo[Most];
__device__ unsigned digests[2];
__device__ unsigned asked;

extern "C" __global__ void skips_by_digest_of_inputs(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    unsigned digest = 1;
    for (int k = 0; k < 8; k++)
        digest = digest * 16777619u ^ __float_as_uint(x[(long long)k * (n - 1) / 7]);
    // All threads of a launch agree on which one it is, and write the same digest: what the launch before wrote is
    // complete.
    const unsigned launch = launches_before(&asked, n);
    if (launch == 0 || digests[(launch + 1) % 2] != digest)
        memo[i] = work(x[i]);
    y[i] = memo[i];
    digests[launch % 2] = digest;
}
