#include <cstdint>

void sums_expected(const int64_t* x, int64_t* sums, int blocks)
{
    for (int block = 0; block < blocks; block++)
    {
        sums[block] = 0;
        for (int i = 0; i < 1024; i++)
            sums[block] += x[block * 1024 + i];
    }
}
