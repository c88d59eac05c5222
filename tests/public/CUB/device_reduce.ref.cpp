#include <cstdint>

void sum_expected(const int64_t* x, int64_t* sum, int n)
{
    *sum = 0;
    for (int i = 0; i < n; i++)
        *sum += x[i];
}
