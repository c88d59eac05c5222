#include <cstdint>

void counts_expected(const int64_t* x, int64_t* counts, int n)
{
    for (int i = 0; i < n; i++)
        counts[x[i]]++;
}
