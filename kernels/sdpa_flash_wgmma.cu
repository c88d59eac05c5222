// Scaled-dot-product attention forward for compute capability 9.0, with wgmma.
//
// A block is one to four warpgroups of 64 queries each. Up to four warpgroups run on a multiprocessor, and nothing but
// the arrival of tiles couples them: while one has its exponentials computed, the products of the others keep the
// tensor cores busy. There is no warp for loading: the registers of a multiprocessor are four files, and a fifth warp
// on one of them would cost every warp a fifth of its registers.
//
// A block makes several tiles of queries, one after the other, as one stream of key tiles: those of the next queries
// are on their way before the last of these are done.

#ifndef WARPGROUPS
#define WARPGROUPS 2 // of a block
#define KEYS 128 // of a tile
#define STAGES 2 // tiles in shared memory
#define AHEAD 1 // how many tiles before its use a tile is asked for
#endif

#ifndef OVERLAP
#define OVERLAP 0 // 1: the values of half a tile are multiplied beside the exponentials of the other half
#endif

#ifndef LAZY
#define LAZY 0 // 1: the largest score is looked for in the first tile, and where a sum says that it must be
#endif

#ifndef BLOCKS
#define BLOCKS (4 / WARPGROUPS) // on a multiprocessor
#endif

#include "sdpa_flash.cuh"
#include "wgmma.cuh"

namespace
{
constexpr int Threads = 128 * WARPGROUPS;
constexpr int Warps = 4 * WARPGROUPS;
constexpr int Queries = 64 * WARPGROUPS;
constexpr int Keys = KEYS;
constexpr int TileBytes = Keys * RowBytes;
constexpr int StageBytes = 2 * TileBytes; // keys and values
constexpr int Stages = STAGES;
constexpr int Ahead = AHEAD;
static_assert(Keys == 64 || Keys == 128, "the products are written out for these");
static_assert(1 <= Ahead && Ahead < Stages, "");

// Count rows of 128 bytes, by all threads of the block; the pointers are this thread's.
template <int Count, int First = 0>
__device__ __forceinline__ void load_rows(uint32_t to, const __half* from)
{
    static_assert(Count * 8 % Threads == 0, "all threads load the same number of chunks");
    if constexpr (First < Count * 8)
    {
        asm volatile("cp.async.cg.shared.global [%0 + %2], [%1 + %2], 16;" ::"r"(to), "l"(from), "n"(First * 16)
                     : "memory");
        load_rows<Count, First + Threads>(to, from);
    }
}

// Tiles of queries of a block, gridDim.x apart.
struct Item
{
    int head;
    int part;

    __device__ __forceinline__ void advance(int heads, int parts, int of_head)
    {
        head += heads;
        part += parts;
        if (part >= of_head)
        {
            part -= of_head;
            head++;
        }
    }
};
}

// Grid: any number of blocks. s is a multiple of the queries of a block and of the keys of a tile.
extern "C" __global__ void __launch_bounds__(Threads, BLOCKS) sdpa_flash_wgmma(const __half* __restrict__ q,
    const __half* __restrict__ k, const __half* __restrict__ v, __half* __restrict__ o, int heads, int s, float scale)
{
    extern __shared__ unsigned char memory[];
    const uint32_t stages = (shared_address(memory) + 1023) & ~1023u; // the swizzle counts rows from here
    const uint32_t queries = stages + Stages * StageBytes; // of two query tiles
    const uint32_t full = queries + 2 * Queries * RowBytes;
    const uint32_t empty = full + 8 * Stages;

    const int lane = threadIdx.x % 32;
    const int warp = __shfl_sync(AllLanes, threadIdx.x / 32, 0); // the compiler sees that a warp has one
    const int warpgroup = warp / 4;
    if (threadIdx.x == 0)
    {
        for (int i = 0; i < Stages; i++)
        {
            begin_barrier(full + 8 * i, Warps);
            begin_barrier(empty + 8 * i, Warps);
        }
    }
    __syncthreads();

    const int tiles = s / Keys;
    const int of_head = s / Queries;
    const int items = (heads * of_head - (int)blockIdx.x + (int)gridDim.x - 1) / (int)gridDim.x;
    const int last = items * tiles; // of the stream
    const int head_size = s * HeadDim;
    const int item_heads = gridDim.x / of_head;
    const int item_parts = gridDim.x % of_head;
    const Item first_item = {(int)blockIdx.x / of_head, (int)blockIdx.x % of_head};
    const float binary_scale = scale * 1.44269504f; // the exponentials are powers of two
    const float slack = 8.0f * reciprocal(binary_scale);

    if (s % Queries != 0 || s % Keys != 0 || (items > 1 && tiles + 1 < Stages))
        __trap(); // tiles of queries would be overwritten before they are used

    // What is loaded next.
    const uint32_t thread_stage = stages + swizzled(threadIdx.x / 8, threadIdx.x % 8);
    int coming = 0; // counts tiles of the stream
    int coming_stage = 0;
    uint32_t coming_parity = 1; // of the stage's use before
    int coming_tile = 0;
    Item coming_item = first_item;
    int coming_queries = 0;
    auto load = [&]() {
        if (coming < last)
        {
            if (coming >= Stages)
                wait_for_barrier(empty + 8 * coming_stage, coming_parity);
            const int head = coming_item.head * head_size + threadIdx.x * 8;
            if (coming_tile == 0)
            {
                load_rows<Queries>(thread_stage + Stages * StageBytes + coming_queries * Queries * RowBytes,
                    q + head + coming_item.part * (Queries * HeadDim));
                coming_queries ^= 1;
            }
            const uint32_t to = thread_stage + coming_stage * StageBytes;
            const int first = head + coming_tile * (Keys * HeadDim);
            load_rows<Keys>(to, k + first);
            load_rows<Keys>(to + TileBytes, v + first);
            if (++coming_tile == tiles)
            {
                coming_tile = 0;
                coming_item.advance(item_heads, item_parts, of_head);
            }
            if (++coming_stage == Stages)
            {
                coming_stage = 0;
                coming_parity ^= 1;
            }
        }
        coming++;
        commit_copies();
    };
    // This thread's part of the next tile has arrived.
    int announced = 0;
    int announced_stage = 0;
    auto announce = [&]() {
        if (announced < last)
        {
            wait_for_copies<Ahead - 1>();
            publish_to_tensor_cores();
            __syncwarp();
            if (lane == 0)
                arrive(full + 8 * announced_stage);
            announced_stage = announced_stage + 1 == Stages ? 0 : announced_stage + 1;
        }
        announced++;
    };
    auto release = [&](int of_stage) {
        __syncwarp();
        if (lane == 0)
            arrive(empty + 8 * of_stage);
    };

    // The tile whose scores are made next.
    int stage = 0;
    uint32_t parity = 0;
    auto advance = [&]() {
        stage = stage + 1 == Stages ? 0 : stage + 1;
        parity ^= stage == 0;
    };

    const uint32_t described_stages = stages / 16 | DescribedRows;
    const uint32_t described_queries = (queries + warpgroup * 64 * RowBytes) / 16 | DescribedRows;
    int turn = 0; // which of the two tiles of queries
    auto start_scores = [&](float(&score)[Keys / 2]) {
        const uint32_t query_matrix = described_queries + turn * (Queries * RowBytes / 16);
        const uint32_t key_matrix = described_stages + stage * (StageBytes / 16);
        set_scores(score, describe(query_matrix), describe(key_matrix));
#pragma unroll
        for (int depth = 1; depth < HeadDim / 16; depth++)
            add_scores(score, describe(query_matrix + 2 * depth), describe(key_matrix + 2 * depth));
        commit_products();
    };
    float out[HeadDim / 2];
    // The values of some of a tile's keys, by the weights that came from scores first ... first + count - 1.
    auto start_values = [&](const uint32_t(&weight)[Keys / 4], int of_stage, int first, int count) {
        const uint32_t value_matrix = described_stages + of_stage * (StageBytes / 16) + TileBytes / 16;
#pragma unroll
        for (int depth = first / 8; depth < (first + count) / 8; depth++)
            add_values(out, weight + 4 * depth, describe(value_matrix + 16 * RowBytes / 16 * depth));
        commit_products();
    };

    Rows rows;
    auto own_queries = [&]() { return queries + turn * (Queries * RowBytes) + warp * (16 * RowBytes); };
    Item item = first_item;
    auto store = [&]() {
        rows.store(out, o + item.head * head_size + (item.part * Queries + 16 * warp) * HeadDim, 16);
        item.advance(item_heads, item_parts, of_head);
    };

#pragma unroll
    for (int i = 0; i < Ahead; i++)
        load();
    announce();

    for (int count = 0; count < items; count++)
    {
        rows.begin();
#pragma unroll
        for (int i = 0; i < HeadDim / 2; i++)
            out[i] = 0.0f;

        for (int tile = 0; tile < tiles; tile++)
        {
            wait_for_barrier(full + 8 * stage, parity);

            float score[Keys / 2];
            begin_products();
            start_scores(score);
            load();
            wait_for_products<0>(score);

            const int before = stage;
            advance();
            float factor[2];
            float row_sum[2];
            uint32_t weight[Keys / 4];
            if (!LAZY || tile == 0)
            {
                if (rows.raise<0, Keys / 2>(score, factor, binary_scale, slack))
                    multiply_rows(out, factor);
            }
#if OVERLAP
            rows.weigh<0, Keys / 4>(score, row_sum, binary_scale);
            if (LAZY && Rows::exceeds(row_sum))
            {
                score_again<0, Keys / 4>(score, own_queries(), stages + before * StageBytes);
                if (rows.raise<0, Keys / 4>(score, factor, binary_scale, 0.0f))
                    multiply_rows(out, factor);
                rows.weigh<0, Keys / 4>(score, row_sum, binary_scale);
            }
            rows.add(row_sum);
            pack_weights<0, Keys / 4>(weight, score);
            announce();
            begin_products();
            start_values(weight, before, 0, Keys / 4);
            rows.weigh<Keys / 4, Keys / 4>(score, row_sum, binary_scale);
            wait_for_products<0>(out);
            if (LAZY && Rows::exceeds(row_sum))
            {
                score_again<Keys / 4, Keys / 4>(score, own_queries(), stages + before * StageBytes);
                if (rows.raise<Keys / 4, Keys / 4>(score, factor, binary_scale, 0.0f))
                    multiply_rows(out, factor);
                rows.weigh<Keys / 4, Keys / 4>(score, row_sum, binary_scale);
            }
            rows.add(row_sum);
            pack_weights<Keys / 4, Keys / 4>(weight, score);
            begin_products();
            start_values(weight, before, Keys / 4, Keys / 4);
#else
            rows.weigh<0, Keys / 2>(score, row_sum, binary_scale);
            if (LAZY && Rows::exceeds(row_sum))
            {
                score_again<0, Keys / 2>(score, own_queries(), stages + before * StageBytes);
                if (rows.raise<0, Keys / 2>(score, factor, binary_scale, 0.0f))
                    multiply_rows(out, factor);
                rows.weigh<0, Keys / 2>(score, row_sum, binary_scale);
            }
            rows.add(row_sum);
            pack_weights<0, Keys / 2>(weight, score);
            announce();
            begin_products();
            start_values(weight, before, 0, Keys / 2);
#endif
            wait_for_products<0>(out);
            release(before);
        }
        turn ^= 1;
        store();
    }
}
