// A tensor map: the set-up describes a matrix, and each block has its tile copied by the tensor memory accelerator,
// with a border. Outside of the matrix the copy gives zeros.
#include <perfgate/benchmark.h>

#include <cuda.h>

#include "cuda_error.h"

namespace
{
constexpr int Tile = 32;
constexpr int TileRows = Tile + 2;
// A row of a copy begins and ends at a multiple of 16 bytes; elsewhere the copy is an illegal instruction.
constexpr int Border = 4;
constexpr int TileColumns = Tile + 2 * Border;

struct Plan
{
    CUtensorMap map;
};

__device__ unsigned shared_address(const void* pointer)
{
    return static_cast<unsigned>(__cvta_generic_to_shared(pointer));
}

// One thread begins the copy of a tile; the barrier then waits for so many bytes.
__device__ void begin_copy(const CUtensorMap& map, float* tile, unsigned long long* barrier, int column, int row)
{
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(shared_address(barrier)),
                 "r"(TileRows * TileColumns * 4)
                 : "memory");
    asm volatile("cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes"
                 " [%0], [%1, {%2, %3}], [%4];" ::"r"(shared_address(tile)),
                 "l"(&map), "r"(column), "r"(row), "r"(shared_address(barrier))
                 : "memory");
}

__device__ void wait_for_copy(unsigned long long* barrier)
{
    unsigned done;
    do
    {
        asm volatile("{\n"
                     ".reg .pred p;\n"
                     "mbarrier.try_wait.parity.shared::cta.b64 p, [%1], %2;\n"
                     "selp.b32 %0, 1, 0, p;\n"
                     "}"
                     : "=r"(done)
                     : "r"(shared_address(barrier)), "r"(0)
                     : "memory");
    } while (!done);
}

// The driver's function, so that nothing has to be linked.
decltype(&cuTensorMapEncodeTiled) encode_tiled()
{
    void* found = nullptr;
    cudaDriverEntryPointQueryResult result{};
    check(cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &found, 12000, cudaEnableDefault, &result));
    if (result != cudaDriverEntryPointSuccess)
        throw std::runtime_error("the driver has no cuTensorMapEncodeTiled");
    return reinterpret_cast<decltype(&cuTensorMapEncodeTiled)>(found);
}
} // namespace

// y = the sum of the nine elements around each. One block a tile, 32 x 8 threads.
__global__ void sum_of_nine(const __grid_constant__ CUtensorMap map, float* __restrict__ y, int width)
{
    __shared__ __align__(128) float tile[TileRows][TileColumns];
    __shared__ __align__(8) unsigned long long barrier;
    const int column = blockIdx.x * Tile;
    const int row = blockIdx.y * Tile;
    if (threadIdx.x == 0 && threadIdx.y == 0)
    {
        asm volatile("mbarrier.init.shared::cta.b64 [%0], 1;" ::"r"(shared_address(&barrier)) : "memory");
        // The copy is done by another proxy, which has to see the barrier.
        asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
        begin_copy(map, &tile[0][0], &barrier, column - Border, row - 1);
    }
    __syncthreads();
    wait_for_copy(&barrier);

    const int x = threadIdx.x;
    for (int line = threadIdx.y; line < Tile; line += blockDim.y)
    {
        float sum = 0;
#pragma unroll
        for (int k = 0; k < 9; k++)
            sum += tile[line + k / 3][x + Border - 1 + k % 3];
        y[(row + line) * width + column + x] = sum;
    }
}

PERFGATE_SETUP(tensor_map_sum)(perfgate::SetUp& setup, const float* x, float*, int width, int height)
{
    const cuuint64_t sizes[] = {cuuint64_t(width), cuuint64_t(height)};
    const cuuint64_t row_bytes[] = {width * sizeof(float)};
    const cuuint32_t box[] = {TileColumns, TileRows};
    const cuuint32_t steps[] = {1, 1};
    const CUresult made = encode_tiled()(&setup.state<Plan>().map, CU_TENSOR_MAP_DATA_TYPE_FLOAT32, 2,
                                         const_cast<float*>(x), sizes, row_bytes, box, steps,
                                         CU_TENSOR_MAP_INTERLEAVE_NONE, CU_TENSOR_MAP_SWIZZLE_NONE,
                                         CU_TENSOR_MAP_L2_PROMOTION_L2_128B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
    if (made != CUDA_SUCCESS)
        throw std::runtime_error("cuTensorMapEncodeTiled failed with error " + std::to_string(made));
}

// Width and height are multiples of 32.
PERFGATE_BENCHMARK(tensor_map_sum)(perfgate::Call& call, const float*, float* y, int width, int height)
{
    call.launch(sum_of_nine, dim3(width / Tile, height / Tile), dim3(Tile, 8), 0, call.state<Plan>().map, y, width);
}
