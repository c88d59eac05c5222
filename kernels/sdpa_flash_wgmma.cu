// Scaled-dot-product attention forward for compute capability 9.0, with wgmma.
//
// A block is one to four warpgroups of 64 queries each. Up to four warpgroups run on a multiprocessor, and nothing but
// the arrival of tiles couples them: while one has its exponentials computed, the products of the others keep the
// tensor cores busy. There is no warp for loading: the registers of a multiprocessor are four files, and a fifth warp on
// one of them would cost every warp a fifth of its registers.
//
// A block makes several tiles of queries, one after the other, as one stream of key tiles: those of the next queries
// are on their way before the last of these are done.

#ifndef WARPGROUPS
#define WARPGROUPS 4 // of a block
#define KEYS 128     // of a tile
#define STAGES 4     // tiles in shared memory
#define AHEAD 2      // how many tiles before its use a tile is asked for
#endif

#ifndef BLOCKS
#define BLOCKS (4 / WARPGROUPS) // on a multiprocessor
#endif

#include "sdpa_flash.cuh"

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
static_assert(Ahead >= 1 && Ahead < Stages, "");

__device__ __forceinline__ void begin_barrier(uint32_t barrier, int arrivals)
{
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(barrier), "r"(arrivals) : "memory");
}

__device__ __forceinline__ void arrive(uint32_t barrier)
{
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(barrier) : "memory");
}

__device__ __forceinline__ void wait_for_barrier(uint32_t barrier, uint32_t parity)
{
    uint32_t done;
    do
    {
        asm volatile("{\n"
                     ".reg .pred p;\n"
                     "mbarrier.try_wait.parity.shared::cta.b64 p, [%1], %2;\n"
                     "selp.b32 %0, 1, 0, p;\n"
                     "}"
                     : "=r"(done)
                     : "r"(barrier), "r"(parity)
                     : "memory");
    } while (!done);
}

// What this thread wrote to shared memory is there for the tensor cores.
__device__ __forceinline__ void publish_to_tensor_cores()
{
    asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

// Describes rows of 128 bytes in groups of 8, 1024 bytes apart, with the swizzle of 128 bytes.
__device__ __forceinline__ uint64_t describe(uint32_t address)
{
    return (uint64_t)1 << 62 | (uint64_t)64 << 32 | (uint64_t)64 << 16 | (address & 0x3ffff) >> 4;
}

#define FOUR(how, x, i) how((x)[i]), how((x)[i + 1]), how((x)[i + 2]), how((x)[i + 3])
#define SIXTEEN(how, x, i) FOUR(how, x, i), FOUR(how, x, i + 4), FOUR(how, x, i + 8), FOUR(how, x, i + 12)
#define THIRTY_TWO(how, x, i) SIXTEEN(how, x, i), SIXTEEN(how, x, i + 16)
#define SIXTY_FOUR(how, x, i) THIRTY_TWO(how, x, i), THIRTY_TWO(how, x, i + 32)
#define SET(x) "=f"(x)
#define ADD(x) "+f"(x)

#define REGISTERS_32 \
    "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, " \
    "%24, %25, %26, %27, %28, %29, %30, %31}"
#define REGISTERS_64 \
    "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, " \
    "%24, %25, %26, %27, %28, %29, %30, %31, %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, " \
    "%46, %47, %48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63}"

// Accumulators and operands in registers belong to the tensor cores from here until the wait.
__device__ __forceinline__ void begin_products()
{
    asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
}

__device__ __forceinline__ void commit_products()
{
    asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}

// The accumulators are operands, so that the compiler reads none of them before.
template <int Pending>
__device__ __forceinline__ void wait_for_products(float (&sums)[32])
{
    asm volatile("wgmma.wait_group.sync.aligned %32;" : THIRTY_TWO(ADD, sums, 0) : "n"(Pending) : "memory");
}

template <int Pending>
__device__ __forceinline__ void wait_for_products(float (&sums)[64])
{
    asm volatile("wgmma.wait_group.sync.aligned %64;" : SIXTY_FOUR(ADD, sums, 0) : "n"(Pending) : "memory");
}

// 64 by 64 and 64 by 128 scores of 16 columns of queries and keys. The first product sets the scores, the others add.
__device__ __forceinline__ void set_scores(float (&score)[32], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %34, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 " REGISTERS_32 ", %32, %33, p, 1, 1, 0, 0;\n}"
                 : THIRTY_TWO(SET, score, 0)
                 : "l"(queries), "l"(keys), "r"(0)
                 : "memory");
}

__device__ __forceinline__ void set_scores(float (&score)[64], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %66, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16 " REGISTERS_64 ", %64, %65, p, 1, 1, 0, 0;\n}"
                 : SIXTY_FOUR(SET, score, 0)
                 : "l"(queries), "l"(keys), "r"(0)
                 : "memory");
}

__device__ __forceinline__ void add_scores(float (&score)[32], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %34, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 " REGISTERS_32 ", %32, %33, p, 1, 1, 0, 0;\n}"
                 : THIRTY_TWO(ADD, score, 0)
                 : "l"(queries), "l"(keys), "r"(1)
                 : "memory");
}

__device__ __forceinline__ void add_scores(float (&score)[64], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %66, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16 " REGISTERS_64 ", %64, %65, p, 1, 1, 0, 0;\n}"
                 : SIXTY_FOUR(ADD, score, 0)
                 : "l"(queries), "l"(keys), "r"(1)
                 : "memory");
}

// Adds the values of 16 keys by their weights. A row of values is a row in memory, so the operand is a transposed one.
__device__ __forceinline__ void add_values(float (&out)[32], const uint32_t* weight, uint64_t values)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %37, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 " REGISTERS_32
                 ", {%32, %33, %34, %35}, %36, p, 1, 1, 1;\n}"
                 : THIRTY_TWO(ADD, out, 0)
                 : "r"(weight[0]), "r"(weight[1]), "r"(weight[2]), "r"(weight[3]), "l"(values), "r"(1)
                 : "memory");
}

// Warpgroups start their products in turns, so that the exponentials of one run beside the products of the others.
// Barrier 1 + i is warpgroup i's turn: its threads wait there for those of the one before.
__device__ __forceinline__ void wait_for_turn(int warpgroup)
{
#ifdef ORDERED
    asm volatile("bar.sync %0, 256;" ::"r"(1 + warpgroup) : "memory");
#endif
}

__device__ __forceinline__ void pass_turn(int warpgroup)
{
#ifdef ORDERED
    asm volatile("bar.arrive %0, 256;" ::"r"(1 + (warpgroup + 1) % WARPGROUPS) : "memory");
#endif
}

// Count rows of 128 bytes, by all threads of the block.
template <int Count>
__device__ __forceinline__ void load_rows(uint32_t to, const __half* from)
{
    const uint32_t first = swizzled(threadIdx.x / 8, threadIdx.x % 8);
#pragma unroll
    for (int i = 0; i < Count * 8 / Threads; i++)
        copy_async(to + first + i * Threads * 16, from + threadIdx.x * 8 + i * Threads * 8);
}
}

#ifdef DUMP_SCORES
__device__ float dumped_scores[64 * Keys];
#endif

// Grid: any number of blocks. s is a multiple of the queries of a block and of the keys of a tile.
extern "C" __global__ void __launch_bounds__(Threads, BLOCKS)
    sdpa_flash_wgmma(const __half* __restrict__ q, const __half* __restrict__ k, const __half* __restrict__ v,
        __half* __restrict__ o, int heads, int s, float scale)
{
    extern __shared__ unsigned char memory[];
    const uint32_t stages = (shared_address(memory) + 1023) & ~1023u; // the swizzle counts rows from here
    const uint32_t queries = stages + Stages * StageBytes;            // of two query tiles
    const uint32_t full = queries + 2 * Queries * RowBytes;
    const uint32_t empty = full + 8 * Stages;

    const int lane = threadIdx.x % 32;
    const int warp = threadIdx.x / 32;
    const int warpgroup = warp / 4;
    if (warpgroup == WARPGROUPS - 1)
        pass_turn(warpgroup);
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
    const int all = heads * of_head;
    const int mine = (all - (int)blockIdx.x + (int)gridDim.x - 1) / (int)gridDim.x;
    const int last = mine * tiles;
    const float binary_scale = scale * 1.44269504f; // the exponentials are powers of two
    const float slack = 8.0f / binary_scale;

    // What is loaded next.
    int coming = 0; // counts tiles of the stream
    int coming_stage = 0;
    uint32_t coming_parity = 1; // of the first use: nothing to wait for
    int coming_tile = 0;
    int coming_item = blockIdx.x;
    uint32_t coming_queries = queries;
    auto load = [&]() {
        if (coming < last)
        {
            if (coming >= Stages)
                wait_for_barrier(empty + 8 * coming_stage, coming_parity);
            const int head = coming_item / of_head;
            const size_t start = (size_t)head * s * HeadDim;
            if (coming_tile == 0)
            {
                load_rows<Queries>(coming_queries, q + start + (size_t)(coming_item - head * of_head) * Queries * HeadDim);
                coming_queries = 2 * queries + Queries * RowBytes - coming_queries;
            }
            const uint32_t to = stages + coming_stage * StageBytes;
            const size_t first = start + (size_t)coming_tile * Keys * HeadDim;
            load_rows<Keys>(to, k + first);
            load_rows<Keys>(to + TileBytes, v + first);
            if (++coming_tile == tiles)
            {
                coming_tile = 0;
                coming_item += gridDim.x;
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
    // This thread's part of a tile has arrived.
    auto announce = [&](uint32_t stage) {
        wait_for_copies<Ahead - 1>();
        publish_to_tensor_cores();
        __syncwarp();
        if (lane == 0)
            arrive(full + 8 * stage);
    };

#pragma unroll
    for (int i = 0; i < Ahead; i++)
        load();
    announce(0);

    float out[HeadDim / 2];
    Rows rows;
    int stage = 0;
    uint32_t parity = 0;
    uint32_t my_queries = queries + warp / 4 * 64 * RowBytes;
#ifdef PIPELINED
    auto release = [&](uint32_t of_stage) {
        __syncwarp();
        if (lane == 0)
            arrive(empty + 8 * of_stage);
    };
    auto start_scores = [&](float (&score)[Keys / 2], uint32_t from_queries) {
        const uint64_t query_matrix = describe(from_queries);
        const uint64_t key_matrix = describe(stages + stage * StageBytes);
        set_scores(score, query_matrix, key_matrix);
#pragma unroll
        for (int depth = 1; depth < HeadDim / 16; depth++)
            add_scores(score, query_matrix + 2 * depth, key_matrix + 2 * depth);
        commit_products();
    };
    auto start_values = [&](const uint32_t (&weight)[Keys / 4], uint32_t of_stage) {
        const uint64_t value_matrix = describe(stages + of_stage * StageBytes + TileBytes);
#pragma unroll
        for (int depth = 0; depth < Keys / 16; depth++)
            add_values(out, weight + 4 * depth, value_matrix + 16 * RowBytes / 16 * depth);
        commit_products();
    };

    // stage and parity are those of the tile whose scores are made next.
    int begun = 1;
    float score[Keys / 2];
    wait_for_barrier(full, 0);
    wait_for_turn(warpgroup);
    begin_products();
    start_scores(score, my_queries);
    pass_turn(warpgroup);
    load();
    wait_for_products<0>(score);
    if (begun < last)
        announce(1 % Stages);
    for (int item = blockIdx.x; item < all; item += gridDim.x)
    {
        uint32_t weight[Keys / 4];
        float factor[2];
        rows.begin();
        rows.raise(score, factor, binary_scale, slack);
        rows.weigh(score, weight, binary_scale);
#pragma unroll
        for (int i = 0; i < HeadDim / 2; i++)
            out[i] = 0.0f;

        for (int tile = 1; tile < tiles; tile++)
        {
            const uint32_t before = stage;
            stage = stage + 1 == Stages ? 0 : stage + 1;
            parity ^= stage == 0;
            wait_for_barrier(full + 8 * stage, parity);
            begun++;
            wait_for_turn(warpgroup);
            begin_products();
            start_scores(score, my_queries);
            start_values(weight, before);
            pass_turn(warpgroup);
            load();
            wait_for_products<1>(score);
            if (begun < last)
                announce(stage + 1 == Stages ? 0 : stage + 1);
            uint32_t next_weight[Keys / 4];
            const bool raised = rows.raise(score, factor, binary_scale, slack);
            rows.weigh(score, next_weight, binary_scale);
            wait_for_products<0>(out);
            release(before);
            if (raised)
                multiply_rows(out, factor);
#pragma unroll
            for (int i = 0; i < Keys / 4; i++)
                weight[i] = next_weight[i];
        }

        // The scores of the next item's first tile; in the last item nobody uses them.
        const uint32_t before = stage;
        my_queries = 2 * queries + 2 * (warp / 4 * 64 * RowBytes) + Queries * RowBytes - my_queries;
        stage = stage + 1 == Stages ? 0 : stage + 1;
        parity ^= stage == 0;
        if (begun < last)
            wait_for_barrier(full + 8 * stage, parity);
        begun++;
        wait_for_turn(warpgroup);
        begin_products();
        start_scores(score, my_queries);
        start_values(weight, before);
        pass_turn(warpgroup);
        load();
        wait_for_products<1>(score);
        if (begun < last)
            announce(stage + 1 == Stages ? 0 : stage + 1);
        wait_for_products<0>(out);
        release(before);
        const int head = item / of_head;
        const size_t first = (size_t)head * s + (size_t)(item - head * of_head) * Queries + 16 * warp;
        rows.store(out, o + first * HeadDim, 16);
    }
#else
    int done = 0;
    for (int item = blockIdx.x; item < all; item += gridDim.x)
    {
        rows.begin();
#pragma unroll
        for (int i = 0; i < HeadDim / 2; i++)
            out[i] = 0.0f;

        for (int tile = 0; tile < tiles; tile++)
        {
            const uint32_t keys = stages + stage * StageBytes;
#ifdef LOAD_FIRST
            load();
#endif
            wait_for_barrier(full + 8 * stage, parity);

            float score[Keys / 2];
            const uint64_t query_matrix = describe(my_queries);
            const uint64_t key_matrix = describe(keys);
            wait_for_turn(warpgroup);
            begin_products();
            set_scores(score, query_matrix, key_matrix);
#pragma unroll
            for (int depth = 1; depth < HeadDim / 16; depth++)
                add_scores(score, query_matrix + 2 * depth, key_matrix + 2 * depth);
            commit_products();
            pass_turn(warpgroup);
#ifndef LOAD_FIRST
            load();
#endif
            wait_for_products<0>(score);

#ifdef DUMP_SCORES
            if (done == 0 && blockIdx.x == 0 && warp < 4)
            {
                for (int i = 0; i < Keys / 2; i++)
                    dumped_scores[(16 * warp + lane / 4 + i / 2 % 2 * 8) * Keys + i / 4 * 8 + lane % 4 * 2 + i % 2] =
                        score[i];
            }
#endif

            uint32_t weight[Keys / 4];
            float factor[2];
            if (rows.raise(score, factor, binary_scale, slack))
                multiply_rows(out, factor);
            rows.weigh(score, weight, binary_scale);

            const int next = stage + 1 == Stages ? 0 : stage + 1;
            done++;
            if (done < last)
                announce(next);

            const uint64_t value_matrix = describe(keys + TileBytes);
            begin_products();
#pragma unroll
            for (int depth = 0; depth < Keys / 16; depth++)
                add_values(out, weight + 4 * depth, value_matrix + 16 * RowBytes / 16 * depth);
            commit_products();
            wait_for_products<0>(out);
            __syncwarp();
            if (lane == 0)
                arrive(empty + 8 * stage);
            stage = next;
            parity ^= next == 0;
        }

        const int head = item / of_head;
        const size_t first = (size_t)head * s + (size_t)(item - head * of_head) * Queries + 16 * warp;
        rows.store(out, o + first * HeadDim, 16);
        my_queries = 2 * queries + 2 * (warp / 4 * 64 * RowBytes) + Queries * RowBytes - my_queries;
    }
#endif
}
