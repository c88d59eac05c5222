#include <algorithm>
#include <cstdint>

void pack_positive_expected(
    const double* x, double* packed, std::int64_t* count, double* sum, double* largest, int blocks)
{
    for (int b = 0; b < blocks; ++b)
    {
        count[b] = 0;
        sum[b] = largest[b] = 0;
        for (int i = 512 * b; i < 512 * (b + 1); ++i)
        {
            if (x[i] <= 0)
                continue;
            packed[512 * b + count[b]++] = x[i];
            sum[b] += x[i];
            largest[b] = std::max(largest[b], x[i]);
        }
    }
}
