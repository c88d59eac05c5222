// Kernels that do what kernels must not.
#include <assert.h>

extern "C" __global__ void some_skip_the_barrier(int* out)
{
    if (threadIdx.x < 40)
        __syncthreads(); // line 7
    out[0] = 1;
}

extern "C" __global__ void lanes_leave_before_a_shuffle(int* out)
{
    if (threadIdx.x >= 24)
        return;
    out[threadIdx.x] = __shfl_sync(0xffffffffu, (int)threadIdx.x, 0); // line 15
}

extern "C" __global__ void barrier_against_shuffle(int* out)
{
    if (threadIdx.x < 16)
        __syncthreads(); // line 21
    else
        out[threadIdx.x] = __any_sync(0xffffffffu, 1); // line 23
}

extern "C" __global__ void mask_without_the_caller(int* out)
{
    out[threadIdx.x] = __shfl_sync(0x1u, 5, 0);
}

extern "C" __global__ void fails_an_assertion(int* out)
{
    assert(blockIdx.x < 3 || threadIdx.x != 5);
    out[0] = 1;
}

extern "C" __global__ void writes_past_its_shared_memory(int* out)
{
    extern __shared__ int small[];
    small[threadIdx.x] = 1;
    __syncthreads();
    out[threadIdx.x] = small[threadIdx.x];
}

extern "C" __global__ void sets_one(int* out)
{
    __syncthreads();
    out[threadIdx.x] = 1;
}

// A lock among the threads of a block: whoever holds it must get its turn while the others try.
extern "C" __global__ void spins_on_a_lock(int* lock, int* counter)
{
    while (atomicCAS(lock, 0, 1) != 0)
    {
    }
    const int before = *counter;
    __nanosleep(1);
    *counter = before + 1;
    atomicExch(lock, 0);
}

// Lanes that took the same branch see each other, whatever the others do.
extern "C" __global__ void active_lanes(unsigned* out)
{
    if (threadIdx.x % 4 == 1)
        out[threadIdx.x] = __activemask();
    else
        out[threadIdx.x] = __activemask() + 1; // unlike the other branch, or the compiler makes one of both
}

extern "C" __global__ void every_thread_leaves_early_but_some(int* out, int n)
{
    if ((int)threadIdx.x >= n)
        return;
    __syncthreads();
    out[threadIdx.x] = __syncthreads_count(1);
}

struct Factor
{
    explicit Factor(float by) : by(by) {}
    float by;
};

extern "C" __global__ void scales(Factor factor, const float* offset, float* out)
{
    out[threadIdx.x] = factor.by * threadIdx.x + (offset ? *offset : 0.0f);
}

#include <fenv.h>

__attribute__((constructor)) static void rounds_upward_from_the_start()
{
    fesetround(FE_UPWARD);
}

extern "C" __global__ void rounds_upward(int* out)
{
    fesetround(FE_UPWARD);
    out[0] = 1;
}
