// Scaled-dot-product attention forward, non-causal, in one launch: the keys pass by in tiles, and a running maximum and
// sum per query make the softmax (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018). The
// scores never reach global memory.
#include "sdpa_tile.cuh"

// Grid: query tiles, batch * heads.
extern "C" __global__ void __launch_bounds__(256) sdpa_tiled(const __half* __restrict__ q, const __half* __restrict__ k,
    const __half* __restrict__ v, __half* __restrict__ o, int s, float scale)
{
    __shared__ __align__(16) HalfTile queries;
    __shared__ __align__(16) HalfTile keys;
    __shared__ __align__(16) HalfTile values;
    __shared__ float weights[Tile][Tile + 1];

    const size_t head = blockIdx.y;
    const int first_query = blockIdx.x * Tile;
    const int row = threadIdx.x / Side * Each;
    const int column = threadIdx.x % Side;
    load_tile(queries, q + head * s * HeadDim, first_query, s);

    float largest[Each];
    float sum[Each];
    float out[Each][Each] = {};
    for (int i = 0; i < Each; i++)
    {
        largest[i] = -INFINITY;
        sum[i] = 0.0f;
    }

    for (int first_key = 0; first_key < s; first_key += Tile)
    {
        load_tile(keys, k + head * s * HeadDim, first_key, s);
        load_tile(values, v + head * s * HeadDim, first_key, s);
        __syncthreads();

        float score[Each][Each] = {};
        add_products_of_rows(score, queries, keys, row, column);
        for (int i = 0; i < Each; i++)
        {
            float tile_largest = -INFINITY;
            for (int j = 0; j < Each; j++)
            {
                score[i][j] = first_key + column + Side * j < s ? score[i][j] * scale : -INFINITY;
                tile_largest = fmaxf(tile_largest, score[i][j]);
            }
            // The 16 threads of a row are half a warp.
            for (int distance = Side / 2; distance > 0; distance /= 2)
                tile_largest = fmaxf(tile_largest, __shfl_xor_sync(0xffffffffu, tile_largest, distance, Side));

            const float new_largest = fmaxf(largest[i], tile_largest);
            const float rescale = expf(largest[i] - new_largest);
            largest[i] = new_largest;
            float tile_sum = 0.0f;
            for (int j = 0; j < Each; j++)
            {
                const float weight = expf(score[i][j] - new_largest);
                weights[row + i][column + Side * j] = weight;
                tile_sum += weight;
            }
            for (int distance = Side / 2; distance > 0; distance /= 2)
                tile_sum += __shfl_xor_sync(0xffffffffu, tile_sum, distance, Side);
            sum[i] = sum[i] * rescale + tile_sum;
            for (int j = 0; j < Each; j++)
                out[i][j] *= rescale;
        }
        __syncthreads();

        for (int key = 0; key < Tile; key++)
        {
            float x[Each];
            float y[Each];
            for (int i = 0; i < Each; i++)
                x[i] = weights[row + i][key];
            for (int j = 0; j < Each; j++)
                y[j] = __half2float(values[key][column + Side * j]);
            for (int i = 0; i < Each; i++)
            {
                for (int j = 0; j < Each; j++)
                    out[i][j] += x[i] * y[j];
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
                o[(head * s + query) * HeadDim + column + Side * j] = __float2half(out[i][j] / sum[i]);
        }
    }
}
