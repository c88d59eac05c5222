#include <algorithm>

void swapped_expected(double* a, double* b, int n)
{
    std::swap_ranges(a, a + n, b);
}
