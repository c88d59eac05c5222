// Scaled-dot-product attention forward, non-causal, in one launch on tensor cores (mma.sync, compute capability 8.0 and
// later): the keys pass by in tiles that cp.async brings into shared memory ahead of time, and the scores stay in
// registers (Dao, "FlashAttention-2", 2023).

#ifndef WARPS
#define WARPS 4 // of a block
#define ROW_TILES 2 // of 16 queries, of each warp
#define KEYS 64 // of a tile
#define STAGES 2 // tiles in shared memory
#endif

#include "sdpa_flash.cuh"

namespace
{
constexpr int Threads = 32 * WARPS;
constexpr int RowTiles = ROW_TILES;
constexpr int Queries = 16 * RowTiles * WARPS;
constexpr int Keys = KEYS;
constexpr int TileBytes = Keys * RowBytes;
constexpr int Stages = STAGES;
static_assert(Keys % 16 == 0 && Stages >= 2, "");

// Rows first ... first + Keys - 1 of a head, zeros below its end.
__device__ __forceinline__ void load_tile(uint32_t to, const __half* __restrict__ head, int first, int rows)
{
#pragma unroll
    for (int i = 0; i < Keys * 8 / Threads; i++)
    {
        const int row = (threadIdx.x + i * Threads) / 8;
        const int chunk = threadIdx.x % 8;
        const bool exists = first + row < rows;
        copy_async_or_zero(
            to + swizzled(row, chunk), head + (size_t)(exists ? first + row : 0) * HeadDim + 8 * chunk, exists);
    }
}

__device__ __forceinline__ void load_transposed_matrices(uint32_t (&to)[4], uint32_t from)
{
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(from)
                 : "memory");
}

// The operands of 16 rows and HeadDim columns, zeros below the end.
__device__ __forceinline__ void load_queries(uint32_t (&to)[HeadDim / 4], const __half* rows, int valid)
{
    const int lane = threadIdx.x % 32;
#pragma unroll
    for (int i = 0; i < HeadDim / 4; i++)
    {
        const int row = lane / 4 + 8 * (i % 2);
        const int column = 8 * (i / 2) + 2 * (lane % 4);
        to[i] = row < valid ? *reinterpret_cast<const uint32_t*>(rows + row * HeadDim + column) : 0;
    }
}
}

// Grid: query tiles, batch * heads.
extern "C" __global__ void __launch_bounds__(Threads, 1) sdpa_flash(const __half* __restrict__ q,
    const __half* __restrict__ k, const __half* __restrict__ v, __half* __restrict__ o, int s, float scale)
{
    extern __shared__ __align__(128) unsigned char memory[];
    const uint32_t stages = shared_address(memory);

    const size_t head = (size_t)blockIdx.y * s * HeadDim;
    const int lane = threadIdx.x % 32;
    const int first_query = blockIdx.x * Queries + threadIdx.x / 32 * 16 * RowTiles;
    const int tiles = (s + Keys - 1) / Keys;
    const float binary_scale = scale * 1.44269504f; // the exponentials are powers of two
    const float slack = 8.0f * reciprocal(binary_scale);

    auto load = [&](int tile) {
        if (tile < tiles)
        {
            const uint32_t to = stages + tile % Stages * 2 * TileBytes;
            load_tile(to, k + head, tile * Keys, s);
            load_tile(to + TileBytes, v + head, tile * Keys, s);
        }
        commit_copies();
    };
#pragma unroll
    for (int tile = 0; tile < Stages - 1; tile++)
        load(tile);

    uint32_t query[RowTiles][HeadDim / 4];
    float out[RowTiles][HeadDim / 2] = {};
    Rows rows[RowTiles];
#pragma unroll
    for (int r = 0; r < RowTiles; r++)
    {
        load_queries(query[r], q + head + (size_t)(first_query + 16 * r) * HeadDim, s - first_query - 16 * r);
        rows[r].begin();
    }

    // Of keys: matrices 0 and 1 are the first 8 keys at both halves of 16 columns, 2 and 3 the next 8 keys.
    const int key_row = lane % 8 + lane / 16 * 8;
    const int key_chunk = lane / 8 % 2;
    // Of values: matrices 0 and 1 are 16 keys at the first 8 columns, 2 and 3 at the next 8.
    const int value_row = lane % 16;
    const int value_chunk = lane / 16;

    for (int tile = 0; tile < tiles; tile++)
    {
        wait_for_copies<Stages - 2>();
        __syncthreads();
        load(tile + Stages - 1);
        const uint32_t keys = stages + tile % Stages * 2 * TileBytes;
        const uint32_t values = keys + TileBytes;

        float score[RowTiles][Keys / 2] = {};
#pragma unroll
        for (int depth = 0; depth < HeadDim / 16; depth++)
        {
#pragma unroll
            for (int n = 0; n < Keys / 16; n++)
            {
                uint32_t matrices[4];
                load_matrices(matrices, keys + swizzled(16 * n + key_row, 2 * depth + key_chunk));
#pragma unroll
                for (int r = 0; r < RowTiles; r++)
                {
                    multiply_add(score[r] + 8 * n, query[r] + 4 * depth, matrices);
                    multiply_add(score[r] + 8 * n + 4, query[r] + 4 * depth, matrices + 2);
                }
            }
        }
        if ((tile + 1) * Keys > s)
        {
#pragma unroll
            for (int i = 0; i < Keys / 2; i++)
            {
                if (tile * Keys + i / 4 * 8 + lane % 4 * 2 + i % 2 >= s)
                {
#pragma unroll
                    for (int r = 0; r < RowTiles; r++)
                        score[r][i] = -INFINITY;
                }
            }
        }

#pragma unroll
        for (int r = 0; r < RowTiles; r++)
        {
            float factor[2];
            if (rows[r].raise<0, Keys / 2>(score[r], factor, binary_scale, slack))
                multiply_rows(out[r], factor);
        }
        uint32_t weight[RowTiles][Keys / 4];
#pragma unroll
        for (int r = 0; r < RowTiles; r++)
        {
            float row_sum[2];
            rows[r].weigh<0, Keys / 2>(score[r], row_sum, binary_scale);
            rows[r].add(row_sum);
            pack_weights<0, Keys / 2>(weight[r], score[r]);
        }

#pragma unroll
        for (int depth = 0; depth < Keys / 16; depth++)
        {
#pragma unroll
            for (int n = 0; n < HeadDim / 16; n++)
            {
                uint32_t matrices[4];
                load_transposed_matrices(matrices, values + swizzled(16 * depth + value_row, 2 * n + value_chunk));
#pragma unroll
                for (int r = 0; r < RowTiles; r++)
                {
                    multiply_add(out[r] + 8 * n, weight[r] + 4 * depth, matrices);
                    multiply_add(out[r] + 8 * n + 4, weight[r] + 4 * depth, matrices + 2);
                }
            }
        }
    }

#pragma unroll
    for (int r = 0; r < RowTiles; r++)
        rows[r].store(out[r], o + head + (size_t)(first_query + 16 * r) * HeadDim, s - first_query - 16 * r);
}
