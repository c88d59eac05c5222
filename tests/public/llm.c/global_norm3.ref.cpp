#include <cstdint>

// The square of the norm.
void global_norm_expected(double* sum, const double* x, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++)
        *sum += x[i] * x[i];
}
