// The product of two matrices of doubles, for reference results that take billions of operations: attention at full
// size takes 69.
#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

namespace matrix_product
{
// So many sums stay in registers: four rows of two vectors of four columns.
constexpr long rows_at_once = 4;
constexpr long columns_at_once = 8;

typedef double vector4 __attribute__((vector_size(32)));

// strip is [depth][columns_at_once], sums [rows_at_once][columns_at_once].
inline void multiply_block(const double* a, long depth, const double* strip, double* sums)
{
    vector4 s00{}, s01{}, s10{}, s11{}, s20{}, s21{}, s30{}, s31{};
    for (long i = 0; i < depth; i++)
    {
        vector4 b0, b1;
        std::memcpy(&b0, strip + i * columns_at_once, sizeof b0);
        std::memcpy(&b1, strip + i * columns_at_once + 4, sizeof b1);
        s00 += a[i] * b0, s01 += a[i] * b1;
        s10 += a[i + depth] * b0, s11 += a[i + depth] * b1;
        s20 += a[i + 2 * depth] * b0, s21 += a[i + 2 * depth] * b1;
        s30 += a[i + 3 * depth] * b0, s31 += a[i + 3 * depth] * b1;
    }

    const vector4 all[] = { s00, s01, s10, s11, s20, s21, s30, s31 };
    std::memcpy(sums, all, sizeof all);
}
}

// c = a * b, row-major: a is [rows][depth], b [depth][columns], c [rows][columns].
inline void multiply(const double* a, const double* b, double* c, long rows, long columns, long depth)
{
    using namespace matrix_product;
    std::vector<double> strip(depth * columns_at_once);
    double sums[rows_at_once * columns_at_once];
    for (long column = 0; column < columns; column += columns_at_once)
    {
        const long width = std::min(columns_at_once, columns - column);
        for (long i = 0; i < depth; i++)
            std::copy_n(b + i * columns + column, width, &strip[i * columns_at_once]);

        long row = 0;
        for (; row + rows_at_once <= rows; row += rows_at_once)
        {
            multiply_block(a + row * depth, depth, strip.data(), sums);
            for (long i = 0; i < rows_at_once; i++)
                std::copy_n(sums + i * columns_at_once, width, c + (row + i) * columns + column);
        }

        for (; row < rows; row++)
        {
            for (long j = 0; j < width; j++)
            {
                double sum = 0;
                for (long i = 0; i < depth; i++)
                    sum += a[row * depth + i] * strip[i * columns_at_once + j];
                c[row * columns + column + j] = sum;
            }
        }
    }
}
