// A launch in clusters of four blocks, which read each other's shared memory: each cluster divides a row by the square
// root of its mean square. Code for clusters needs compute capability 9.0, so it has a file of its own.
#include <cooperative_groups.h>

namespace cg = cooperative_groups;

constexpr int Threads = 256;
constexpr int Each = 16; // elements a thread

__global__ void normalise_rows(const float* __restrict__ x, float* __restrict__ y)
{
    __shared__ float sums[Threads];
    const cg::cluster_group cluster = cg::this_cluster();

    // The blocks of a cluster are neighbours in the grid, so that their parts of the row are too.
    const long first = (long)blockIdx.x * (Threads * Each) + threadIdx.x;
    float values[Each];
    float squares = 0;
#pragma unroll
    for (int i = 0; i < Each; i++)
    {
        values[i] = x[first + i * Threads];
        squares += values[i] * values[i];
    }

    sums[threadIdx.x] = squares;
    for (int half = Threads / 2; half > 0; half /= 2)
    {
        __syncthreads();
        if (threadIdx.x < half)
            sums[threadIdx.x] += sums[threadIdx.x + half];
    }
    cluster.sync();

    float sum = 0;
    for (unsigned block = 0; block < cluster.num_blocks(); block++)
        sum += *cluster.map_shared_rank(&sums[0], block);
    // No block may end while another one reads its memory.
    cluster.sync();

    const float factor = rsqrtf(sum / (float)(cluster.num_blocks() * Threads * Each));
#pragma unroll
    for (int i = 0; i < Each; i++)
        y[first + i * Threads] = factor * values[i];
}
