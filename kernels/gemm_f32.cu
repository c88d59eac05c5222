// c = a b with a m by k, b k by n, all row by row in memory. A block makes a tile of c, each of its threads a smaller
// one.
// The sizes are parameters: the manifest lists values for them, and perfgate tune finds the best.

#ifndef TILE_M
#define TILE_M 64 // rows of a block's tile
#define TILE_N 64 // its columns
#define EACH_M 4  // rows of a thread's part of it
#define EACH_N 4  // its columns
#define DEPTH 16  // of a and b in shared memory at a time
#define PAD 4     // against bank conflicts of the stores of a
#endif

namespace
{
constexpr int TileM = TILE_M;
constexpr int TileN = TILE_N;
constexpr int EachM = EACH_M;
constexpr int EachN = EACH_N;
constexpr int Depth = DEPTH;
}

extern "C" __global__ void __launch_bounds__(TileM / EachM * (TileN / EachN))
    gemm_f32(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int m, int n, int k)
{
    __shared__ float a_tile[Depth][TileM + PAD]; // transposed
    __shared__ float b_tile[Depth][TileN];

    const int thread = threadIdx.x;
    const int first_row = blockIdx.y * TileM;
    const int first_column = blockIdx.x * TileN;
    const int row = thread / (TileN / EachN) * EachM;
    const int column = thread % (TileN / EachN) * EachN;

    float sum[EachM][EachN] = {};
    for (int depth = 0; depth < k; depth += Depth)
    {
        for (int i = thread; i < TileM * Depth; i += blockDim.x)
        {
            const int r = i / Depth;
            const int d = i % Depth;
            a_tile[d][r] = first_row + r < m && depth + d < k ? a[(size_t)(first_row + r) * k + depth + d] : 0.0f;
        }
        for (int i = thread; i < TileN * Depth; i += blockDim.x)
        {
            const int d = i / TileN;
            const int col = i % TileN;
            b_tile[d][col] =
                first_column + col < n && depth + d < k ? b[(size_t)(depth + d) * n + first_column + col] : 0.0f;
        }
        __syncthreads();

#pragma unroll
        for (int d = 0; d < Depth; d++)
        {
#pragma unroll
            for (int i = 0; i < EachM; i++)
            {
#pragma unroll
                for (int j = 0; j < EachN; j++)
                    sum[i][j] += a_tile[d][row + i] * b_tile[d][column + j];
            }
        }
        __syncthreads();
    }

    for (int i = 0; i < EachM; i++)
    {
        for (int j = 0; j < EachN; j++)
        {
            if (first_row + row + i < m && first_column + column + j < n)
                c[(size_t)(first_row + row + i) * n + first_column + column + j] = sum[i][j];
        }
    }
}
