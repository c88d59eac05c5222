#include "parallel_rows.h"

extern "C" void gemm_reference(const double* a, const double* b, double* c, int m, int n, int k)
{
    parallel_rows(m, [=](long row) {
        double* out = c + row * n;
        std::fill(out, out + n, 0.0);
        for (long d = 0; d < k; d++)
        {
            for (long column = 0; column < n; column++)
                out[column] += a[row * k + d] * b[d * n + column];
        }
    });
}
