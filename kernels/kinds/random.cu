// Random numbers that a kernel draws. Other generators give other numbers, so the check is of what all have in common:
// means, and how many points of a square lie in a circle.
#include <curand_kernel.h>

__global__ void draw(unsigned long long seed, float* sums, unsigned* inside, int draws)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    curandState state;
    curand_init(seed, i, 0, &state);
    float uniform = 0, normal = 0, squares = 0;
    unsigned hits = 0;
    for (int k = 0; k < draws; k++)
    {
        const float x = curand_uniform(&state), y = curand_uniform(&state), z = curand_normal(&state);
        uniform += x;
        normal += z;
        squares += z * z;
        hits += x * x + y * y <= 1;
    }

    atomicAdd(&sums[0], uniform / draws / gridDim.x / blockDim.x);
    atomicAdd(&sums[1], normal / draws / gridDim.x / blockDim.x);
    atomicAdd(&sums[2], squares / draws / gridDim.x / blockDim.x);
    atomicAdd(inside, hits);
}

// Four numbers at a time, from the middle of a sequence: the same ones as one by one.
__global__ void draw_in_two_ways(unsigned* same)
{
    curandStatePhilox4_32_10_t all, tail;
    curand_init(7, threadIdx.x, 0, &all);
    curand_init(7, threadIdx.x, 8, &tail);
    for (int i = 0; i < 8; i++)
        curand(&all);
    const uint4 four = curand4(&tail);
    same[threadIdx.x] = four.x == curand(&all) && four.y == curand(&all) && four.z == curand(&all)
        && four.w == curand(&all);
}
