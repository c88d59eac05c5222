#include <algorithm>

#include "../matrix_product.h"
#include "../parallel_rows.h"

// multiply() has its matrices row by row. What lies column by column is their transpose, and the transpose of a b is
// the transpose of b times that of a.
void product_expected(const double* a, const double* b, double* c, int n)
{
    const long block = 16; // columns of c at a time
    parallel_rows((n + block - 1) / block, [=](long index) {
        const long first = index * block;
        multiply(b + first * n, a, c + first * n, std::min(block, n - first), n, n);
    });
}
