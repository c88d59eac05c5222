// CUB's collectives of a block and a warp in a kernel: each block packs its positive numbers to the front, and counts
// and adds them up.
#include <cub/block/block_load.cuh>
#include <cub/block/block_reduce.cuh>
#include <cub/block/block_scan.cuh>
#include <cub/warp/warp_reduce.cuh>

constexpr int Threads = 128;
constexpr int Items = 4;

struct Larger
{
    __device__ float operator()(float a, float b) const { return a < b ? b : a; }
};

__global__ void pack_positive(const float* x, float* packed, int* count, float* sum, float* largest)
{
    using Load = cub::BlockLoad<float, Threads, Items, cub::BLOCK_LOAD_WARP_TRANSPOSE>;
    using Scan = cub::BlockScan<int, Threads>;
    using Reduce = cub::BlockReduce<float, Threads>;
    using Warp = cub::WarpReduce<float>;
    __shared__ typename Load::TempStorage load;
    __shared__ typename Scan::TempStorage scan;
    __shared__ typename Reduce::TempStorage reduce;
    __shared__ typename Warp::TempStorage warps[Threads / 32];
    __shared__ float largest_of[Threads / 32];

    float mine[Items];
    Load(load).Load(x + blockIdx.x * Threads * Items, mine);
    int flags[Items], places[Items];
    float positive = 0, top = 0;
    for (int i = 0; i < Items; i++)
    {
        flags[i] = mine[i] > 0;
        positive += flags[i] ? mine[i] : 0;
        top = Larger()(top, mine[i]);
    }

    int all;
    Scan(scan).ExclusiveSum(flags, places, all);
    for (int i = 0; i < Items; i++)
        if (flags[i])
            packed[blockIdx.x * Threads * Items + places[i]] = mine[i];

    const float total = Reduce(reduce).Sum(positive);
    const int warp = threadIdx.x / 32;
    const float of_warp = Warp(warps[warp]).Reduce(top, Larger());
    if (threadIdx.x % 32 == 0)
        largest_of[warp] = of_warp;
    __syncthreads();
    if (threadIdx.x == 0)
    {
        count[blockIdx.x] = all;
        sum[blockIdx.x] = total;
        largest[blockIdx.x] = Larger()(Larger()(largest_of[0], largest_of[1]), Larger()(largest_of[2], largest_of[3]));
    }
}
