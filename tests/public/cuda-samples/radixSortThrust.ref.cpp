#include <algorithm>
#include <cstdint>
#include <vector>

// A radix sort is stable: the values of equal keys stay in order.
void sorted_expected(int64_t* keys, int64_t* values, int n)
{
    const std::vector<int64_t> unsorted(keys, keys + n);
    std::stable_sort(values, values + n, [&](int64_t a, int64_t b) { return unsorted[a] < unsorted[b]; });
    std::sort(keys, keys + n);
}
