// Scaled-dot-product attention forward, non-causal, the plain way: scores = scale Q K^T, softmax of each row, output =
// P V.
#include "sdpa_tile.cuh"

// Grid: key tiles, query tiles, batch * heads.
extern "C" __global__ void __launch_bounds__(256) sdpa_scores(
    const __half* __restrict__ q, const __half* __restrict__ k, __half* __restrict__ scores, int s, float scale)
{
    __shared__ __align__(16) HalfTile queries;
    __shared__ __align__(16) HalfTile keys;

    const size_t head = blockIdx.z;
    const int first_query = blockIdx.y * Tile;
    const int first_key = blockIdx.x * Tile;
    load_tile(queries, q + head * s * HeadDim, first_query, s);
    load_tile(keys, k + head * s * HeadDim, first_key, s);
    __syncthreads();

    const int row = threadIdx.x / Side * Each;
    const int column = threadIdx.x % Side;
    float sum[Each][Each] = {};
    add_products_of_rows(sum, queries, keys, row, column);

    __half* out = scores + head * s * s;
    for (int i = 0; i < Each; i++)
    {
        for (int j = 0; j < Each; j++)
        {
            const int query = first_query + row + i;
            const int key = first_key + column + Side * j;
            if (query < s && key < s)
                out[(size_t)query * s + key] = __float2half(sum[i][j] * scale);
        }
    }
}

// In place, one warp per row.
extern "C" __global__ void sdpa_softmax(__half* __restrict__ scores, int rows, int s)
{
    const int lane = threadIdx.x % 32;
    const int row = blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32;
    if (row >= rows) // the whole warp
        return;
    __half* const values = scores + (size_t)row * s;

    float largest = -INFINITY;
    for (int i = lane; i < s; i += 32)
        largest = fmaxf(largest, __half2float(values[i]));
    for (int distance = 16; distance > 0; distance /= 2)
        largest = fmaxf(largest, __shfl_xor_sync(0xffffffffu, largest, distance));

    float sum = 0.0f;
    for (int i = lane; i < s; i += 32)
        sum += expf(__half2float(values[i]) - largest);
    for (int distance = 16; distance > 0; distance /= 2)
        sum += __shfl_xor_sync(0xffffffffu, sum, distance);

    const float factor = 1.0f / sum;
    for (int i = lane; i < s; i += 32)
        values[i] = __float2half(expf(__half2float(values[i]) - largest) * factor);
}

// Grid: query tiles, batch * heads.
extern "C" __global__ void __launch_bounds__(256)
    sdpa_product(const __half* __restrict__ p, const __half* __restrict__ v, __half* __restrict__ o, int s)
{
    __shared__ __align__(16) HalfTile weights; // 64 queries by 64 keys
    __shared__ __align__(16) HalfTile values;

    const size_t head = blockIdx.y;
    const int first_query = blockIdx.x * Tile;
    const int row = threadIdx.x / Side * Each;
    const int column = threadIdx.x % Side;
    float sum[Each][Each] = {};
    for (int first_key = 0; first_key < s; first_key += Tile)
    {
        for (int i = threadIdx.x; i < Tile * Tile; i += blockDim.x)
        {
            const int query = first_query + i / Tile;
            const int key = first_key + i % Tile;
            weights[i / Tile][i % Tile] =
                query < s && key < s ? p[head * s * s + (size_t)query * s + key] : __float2half(0.0f);
        }
        load_tile(values, v + head * s * HeadDim, first_key, s);
        __syncthreads();

        for (int key = 0; key < Tile; key++)
        {
            float x[Each];
            float y[Each];
            for (int i = 0; i < Each; i++)
                x[i] = __half2float(weights[row + i][key]);
            for (int j = 0; j < Each; j++)
                y[j] = __half2float(values[key][column + Side * j]);
            for (int i = 0; i < Each; i++)
            {
                for (int j = 0; j < Each; j++)
                    sum[i][j] += x[i] * y[j];
            }
        }
        __syncthreads();
    }

    for (int i = 0; i < Each; i++)
    {
        const int query = first_query + row + i;
        if (query < s)
        {
            for (int j = 0; j < Each; j++)
                o[(head * s + query) * HeadDim + column + Side * j] = __float2half(sum[i][j]);
        }
    }
}
