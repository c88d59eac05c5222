// c = a b with a m by k, b k by n, all row by row in memory. Blocks of 256 threads make 64 by 64 tiles of c, each
// thread 4 by 4.

namespace
{
constexpr int Tile = 64;
constexpr int Depth = 16;
constexpr int Each = 4;
}

extern "C" __global__ void __launch_bounds__(256)
    gemm_f32(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int m, int n, int k)
{
    __shared__ float a_tile[Depth][Tile + 4]; // transposed; padded against bank conflicts of its stores
    __shared__ float b_tile[Depth][Tile];

    const int thread = threadIdx.x;
    const int first_row = blockIdx.y * Tile;
    const int first_column = blockIdx.x * Tile;
    const int row = thread / (Tile / Each) * Each;
    const int column = thread % (Tile / Each) * Each;

    float sum[Each][Each] = {};
    for (int depth = 0; depth < k; depth += Depth)
    {
        for (int i = thread; i < Tile * Depth; i += blockDim.x)
        {
            const int r = i / Depth;
            const int d = i % Depth;
            a_tile[d][r] = first_row + r < m && depth + d < k ? a[(size_t)(first_row + r) * k + depth + d] : 0.0f;
        }
        for (int i = thread; i < Tile * Depth; i += blockDim.x)
        {
            const int d = i / Tile;
            const int col = i % Tile;
            b_tile[d][col] =
                first_column + col < n && depth + d < k ? b[(size_t)(depth + d) * n + first_column + col] : 0.0f;
        }
        __syncthreads();

#pragma unroll
        for (int d = 0; d < Depth; d++)
        {
#pragma unroll
            for (int i = 0; i < Each; i++)
            {
#pragma unroll
                for (int j = 0; j < Each; j++)
                    sum[i][j] += a_tile[d][row + i] * b_tile[d][column + j];
            }
        }
        __syncthreads();
    }

    for (int i = 0; i < Each; i++)
    {
        for (int j = 0; j < Each; j++)
        {
            if (first_row + row + i < m && first_column + column + j < n)
                c[(size_t)(first_row + row + i) * n + first_column + column + j] = sum[i][j];
        }
    }
}
