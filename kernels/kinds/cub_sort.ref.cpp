#include <algorithm>
#include <cstdint>

void sort_expected(const int64_t* keys, int64_t* sorted, int n)
{
    std::copy_n(keys, n, sorted);
    std::sort(sorted, sorted + n);
}
