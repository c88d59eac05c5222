#include "matrix_product.h"
#include "parallel_rows.h"

extern "C" void gemm_reference(const double* a, const double* b, double* c, int m, int n, int k)
{
    const long block = 16; // rows at a time
    parallel_rows((m + block - 1) / block, [=](long index) {
        const long first = index * block;
        multiply(a + first * k, b, c + first * n, std::min(block, m - first), n, k);
    });
}
