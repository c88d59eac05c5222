// What both attention kernels share. Queries, keys, values and outputs are fp16, [batch * heads][S][HEAD_DIM] in
// memory. Blocks of 256 threads make 64 by 64 tiles, each thread 4 by 4 of it: rows 4 y ... 4 y + 3, columns x, x + 16,
// x + 32, x + 48 for thread (x, y) of 16 by 16. Sums are fp32.
#pragma once

#include <cuda_fp16.h>

#ifndef HEAD_DIM
#define HEAD_DIM 64
#endif

namespace
{
constexpr int Tile = 64;
constexpr int Each = 4;
constexpr int Side = Tile / Each;
constexpr int HeadDim = HEAD_DIM;
static_assert(HeadDim == Tile, "the tiles are square: heads of 64");

// Rows first ... first + 63 of a head, zeros below its end. The pad keeps a column in different banks.
using HalfTile = __half[Tile][HeadDim + 2];

__device__ inline void load_tile(HalfTile& tile, const __half* __restrict__ head, int first, int rows)
{
    for (int i = threadIdx.x; i < Tile * HeadDim; i += blockDim.x)
    {
        const int row = i / HeadDim;
        const int column = i % HeadDim;
        tile[row][column] = first + row < rows ? head[(size_t)(first + row) * HeadDim + column] : __float2half(0.0f);
    }
}

// sum[i][j] += a[row + i] . b[column + 16 j], over the head dimension.
__device__ inline void add_products_of_rows(
    float (&sum)[Each][Each], const HalfTile& a, const HalfTile& b, int row, int column)
{
    for (int d = 0; d < HeadDim; d += 2)
    {
        float2 x[Each];
        float2 y[Each];
        for (int i = 0; i < Each; i++)
            x[i] = __half22float2(*reinterpret_cast<const __half2*>(&a[row + i][d]));
        for (int j = 0; j < Each; j++)
            y[j] = __half22float2(*reinterpret_cast<const __half2*>(&b[column + Side * j][d]));
        for (int i = 0; i < Each; i++)
        {
            for (int j = 0; j < Each; j++)
                sum[i][j] += x[i].x * y[j].x + x[i].y * y[j].y;
        }
    }
}
}
