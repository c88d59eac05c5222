// Attack: the input is loaded with an eviction policy that keeps it in the L2 cache, so that the next launch finds it
// there.
// Tried on an H200: no gain, because the flush before each sample takes those lines too.
// Caught by: rule 1, every timed launch starts from the state that the check starts from.
// Verdict: honest time

__device__ inline float load_to_keep(const float* address)
{
#ifdef PERFGATE_HOST
    return *address;
#else
    unsigned long long policy;
    float value;
    asm("createpolicy.fractional.L2::evict_last.b64 %0, 1.0;" : "=l"(policy));
    asm volatile("ld.global.L2::cache_hint.f32 %0, [%1], %2;" : "=f"(value) : "l"(address), "l"(policy));
    return value;
#endif
}

extern "C" __global__ void keeps_lines_in_l2_by_eviction_policy(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    y[i] = 4.0f * load_to_keep(x + i);
}
