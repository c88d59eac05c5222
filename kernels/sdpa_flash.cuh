// What the two kernels for tensor cores share. Queries, keys, values and outputs are fp16, [batch * heads][S][64] in
// memory; products and sums are fp32.
//
// A warp has 16 rows of scores. A thread has parts of two of them, row = lane / 4 and row + 8, in the layout of the
// accumulators of m16n8k16: values[4 j ... 4 j + 1] are columns 8 j + 2 (lane % 4) and the next of the first row,
// values[4 j + 2 ... 4 j + 3] the same of the second row. Two registers of weights made of them are half of an operand
// of the next product: nothing has to move between threads.
#pragma once

#include <cuda_fp16.h>
#include <stdint.h>

#ifndef HEAD_DIM
#define HEAD_DIM 64
#endif

namespace
{
constexpr int HeadDim = HEAD_DIM;
static_assert(HeadDim == 64, "a row of a head is 128 bytes: one line of the swizzle");
constexpr int RowBytes = 2 * HeadDim;
constexpr unsigned AllLanes = 0xffffffffu;

// A tile in shared memory has rows of 128 bytes, in 8 chunks of 16. Chunk c of row r lies at c ^ r % 8, so that a
// column of chunks is in different banks.
__device__ __forceinline__ uint32_t swizzled(int row, int chunk)
{
    return row * RowBytes + ((chunk ^ (row & 7)) << 4);
}

__device__ __forceinline__ uint32_t shared_address(const void* pointer)
{
    return (uint32_t)__cvta_generic_to_shared(pointer);
}

// The lane, read anew: what is computed from it stays where it is needed and keeps no registers elsewhere.
__device__ __forceinline__ int read_lane()
{
    int lane;
    asm volatile("mov.u32 %0, %%laneid;" : "=r"(lane));
    return lane;
}

// Zeros where there is nothing to copy.
__device__ __forceinline__ void copy_async_or_zero(uint32_t to, const __half* from, bool exists)
{
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(from), "r"(exists ? 16 : 0) : "memory");
}

__device__ __forceinline__ void commit_copies()
{
    asm volatile("cp.async.commit_group;" ::: "memory");
}

// All but the last Pending groups of copies of this thread have arrived.
template <int Pending>
__device__ __forceinline__ void wait_for_copies()
{
    asm volatile("cp.async.wait_group %0;" ::"n"(Pending) : "memory");
}

__device__ __forceinline__ float power_of_two(float x)
{
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

__device__ __forceinline__ float reciprocal(float x)
{
    float y;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

__device__ __forceinline__ uint32_t pack(float low, float high)
{
    uint32_t both;
    asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
    return both;
}

template <int Outputs>
__device__ __forceinline__ void multiply_rows(float (&out)[Outputs], const float (&factor)[2])
{
#pragma unroll
    for (int i = 0; i < Outputs; i++)
        out[i] *= factor[i / 2 % 2];
}

__device__ __forceinline__ void load_matrices(uint32_t (&to)[4], uint32_t from)
{
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(from)
                 : "memory");
}

__device__ __forceinline__ void multiply_add(float* sum, const uint32_t* a, const uint32_t* b)
{
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 "
                 "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// The scores First ... First + Count - 1 of a warp's 16 queries, once more and by this warp alone.
template <int First, int Count, int Scores>
__device__ __forceinline__ void score_again(float (&score)[Scores], uint32_t warp_queries, uint32_t keys)
{
    const int lane = read_lane();
    const uint32_t query_row = warp_queries + lane % 16 * RowBytes;
    const uint32_t key_row = keys + (lane % 8 + lane / 16 * 8) * RowBytes;
#pragma unroll
    for (int i = First; i < First + Count; i++)
        score[i] = 0.0f;
#pragma unroll
    for (int depth = 0; depth < HeadDim / 16; depth++)
    {
        uint32_t query[4];
        load_matrices(query, query_row + ((2 * depth + lane / 16) ^ lane % 8) * 16);
        const uint32_t key_chunk = key_row + ((2 * depth + lane / 8 % 2) ^ lane % 8) * 16;
#pragma unroll
        for (int i = First; i < First + Count; i += 8)
        {
            uint32_t key[4];
            load_matrices(key, key_chunk + i * 2 * RowBytes);
            multiply_add(score + i, query, key);
            multiply_add(score + i + 4, query, key + 2);
        }
    }
}

template <int First, int Count, int Weights>
__device__ __forceinline__ void pack_weights(uint32_t (&to)[Weights / 2], const float (&weight)[Weights])
{
#pragma unroll
    for (int i = First; i < First + Count; i += 2)
        to[i / 2] = pack(weight[i], weight[i + 1]);
}

// The running softmax of two rows (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018). Weights
// are 2^(scale score - scale offset). The offset follows the largest score only when it must: as long as no weight
// exceeds 2^8, any offset gives the same result, and output and sum need no new scale.
struct Rows
{
    float offset[2];
    float sum[2]; // of this thread's columns

    __device__ __forceinline__ void begin()
    {
        offset[0] = offset[1] = -INFINITY;
        sum[0] = sum[1] = 0.0f;
    }

    // Whether the offsets had to rise; sums of weights made before must then be multiplied by the factor. All threads
    // of the warp get the same answer.
    template <int First, int Count, int Scores>
    __device__ __forceinline__ bool raise(const float (&score)[Scores], float (&factor)[2], float scale, float slack)
    {
        float part[8]; // independent of each other: a chain would be all latency
#pragma unroll
        for (int i = 0; i < 8; i++)
            part[i] = score[First + i];
#pragma unroll
        for (int i = First + 8; i < First + Count; i++)
            part[i % 8] = fmaxf(part[i % 8], score[i]);
        const float largest[2] = {fmaxf(fmaxf(part[0], part[1]), fmaxf(part[4], part[5])),
            fmaxf(fmaxf(part[2], part[3]), fmaxf(part[6], part[7]))};

        const bool exceeds = largest[0] > offset[0] + slack || largest[1] > offset[1] + slack;
        if (!__any_sync(AllLanes, exceeds))
            return false;
#pragma unroll
        for (int row = 0; row < 2; row++)
        {
            // Four threads have a row.
            float of_row = fmaxf(largest[row], __shfl_xor_sync(AllLanes, largest[row], 1));
            of_row = fmaxf(of_row, __shfl_xor_sync(AllLanes, of_row, 2));
            of_row = fmaxf(of_row, offset[row]);
            factor[row] = power_of_two((offset[row] - of_row) * scale);
            offset[row] = of_row;
            sum[row] *= factor[row];
        }
        return true;
    }

    // Scores become weights: those of First ... First + Count - 1. Also gives the sum of each row.
    template <int First, int Count, int Scores>
    __device__ __forceinline__ void weigh(float (&score)[Scores], float (&row_sum)[2], float scale)
    {
        const float shift[2] = {-offset[0] * scale, -offset[1] * scale};
        float part[4];
#pragma unroll
        for (int i = First; i < First + Count; i++)
        {
            score[i] = power_of_two(fmaf(score[i], scale, shift[i / 2 % 2]));
            part[i % 4] = i < First + 4 ? score[i] : part[i % 4] + score[i];
        }
        row_sum[0] = part[0] + part[1];
        row_sum[1] = part[2] + part[3];
    }

    // Whether a weight may be too large for fp16, in any thread of the warp: none is larger than the sum of its row.
    __device__ __forceinline__ static bool exceeds(const float (&row_sum)[2])
    {
        return __any_sync(AllLanes, !(row_sum[0] < 32768.0f && row_sum[1] < 32768.0f));
    }

    __device__ __forceinline__ void add(const float (&row_sum)[2])
    {
        sum[0] += row_sum[0];
        sum[1] += row_sum[1];
    }

    // Writes the 16 rows of the warp: out points at the first, valid is how many exist.
    __device__ __forceinline__ void store(const float (&value)[HeadDim / 2], __half* out, int valid)
    {
        const int lane = read_lane();
        const bool odd = lane % 2 == 1;
#pragma unroll
        for (int row = 0; row < 2; row++)
        {
            float of_row = sum[row] + __shfl_xor_sync(AllLanes, sum[row], 1);
            of_row += __shfl_xor_sync(AllLanes, of_row, 2);
            const float factor = reciprocal(of_row);
            const int index = lane / 4 + 8 * row;
            // Neighbours exchange halves, so that each writes 8 bytes and four write a whole sector.
#pragma unroll
            for (int j = 0; j < HeadDim / 8; j += 2)
            {
                const float* a = value + 4 * j + 2 * row;
                const uint32_t first = pack(a[0] * factor, a[1] * factor);
                const uint32_t second = pack(a[4] * factor, a[5] * factor);
                const uint32_t other = __shfl_xor_sync(AllLanes, odd ? first : second, 1);
                const uint2 both = odd ? make_uint2(other, second) : make_uint2(first, other);
                if (index < valid)
                    *reinterpret_cast<uint2*>(out + index * HeadDim + 8 * (j + odd) + 2 * (lane & 2)) = both;
            }
        }
    }
};
}
