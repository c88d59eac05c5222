#include <cstdint>

// A thread begins at pair thread + threads + block, as the file has it, so that the shares of the blocks overlap.
void scalar_product_expected(const double* a, const double* b, double* results, uint64_t pairs, int blocks, int threads)
{
    for (int block = 0; block < blocks; block++)
    {
        results[block] = 0;
        for (int thread = 0; thread < threads; thread++)
            for (uint64_t i = thread + threads + block; i < pairs; i += uint64_t(blocks) * threads)
                results[block] += a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    }
}
