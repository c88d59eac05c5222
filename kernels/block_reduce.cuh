// Reductions over the threads of a block, whose number must be a multiple of 32. Every thread gets the result.
#pragma once

__device__ inline float warp_sum(float value)
{
    for (int distance = 16; distance > 0; distance /= 2)
        value += __shfl_xor_sync(0xffffffffu, value, distance);
    return value;
}

__device__ inline float warp_max(float value)
{
    for (int distance = 16; distance > 0; distance /= 2)
        value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, distance));
    return value;
}

// Sums of 32 in each warp, then of the warps' sums: a tree, so the rounding error grows with the logarithm of the
// count.
__device__ inline float block_sum(float value)
{
    __shared__ float of_warp[32];
    const unsigned lane = threadIdx.x % 32;
    value = warp_sum(value);
    if (lane == 0)
        of_warp[threadIdx.x / 32] = value;
    __syncthreads();
    value = warp_sum(lane < blockDim.x / 32 ? of_warp[lane] : 0.0f);
    __syncthreads(); // of_warp may be written again
    return value;
}

__device__ inline float block_max(float value)
{
    __shared__ float of_warp[32];
    const unsigned lane = threadIdx.x % 32;
    value = warp_max(value);
    if (lane == 0)
        of_warp[threadIdx.x / 32] = value;
    __syncthreads();
    value = warp_max(lane < blockDim.x / 32 ? of_warp[lane] : -INFINITY);
    __syncthreads();
    return value;
}
