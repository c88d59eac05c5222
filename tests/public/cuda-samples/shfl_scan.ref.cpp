#include <cstdint>

// The sum of all numbers up to each, and of those up to the end of each block.
void scan_expected(int64_t* data, int64_t* partial, int64_t* sum, int n, int threads)
{
    *sum = 0;
    for (int i = 0; i < n; i++)
        partial[i / threads] = data[i] = *sum += data[i];
}
