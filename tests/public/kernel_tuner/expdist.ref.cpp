#include <cmath>

// The sum, over all pairs of points, of exp(-distance^2 / (scale of one + scale of the other)). The x of all points
// come first, then the y.
void expdist_expected(const double* a, const double* b, const double* scale_a, const double* scale_b, double* sum,
                      int m, int n)
{
    *sum = 0;
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++)
        {
            const double x = a[i] - b[j], y = a[m + i] - b[n + j];
            *sum += std::exp(-(x * x + y * y) / (scale_a[i] + scale_b[j]));
        }
}
