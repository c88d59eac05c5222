#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

// The sort is stable: of equal numbers, the first comes first.
void selected_expected(const double* x, double* y, int64_t* chosen, int rows, int width, int k)
{
    std::vector<int> order(width);
    for (int row = 0; row < rows; row++, x += width)
    {
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return x[a] < x[b]; });
        for (int i = 0; i < k; i++)
        {
            *y++ = x[order[i]];
            *chosen++ = order[i];
        }
    }
}
