#include <cstdint>

void parameter_sum_expected(int64_t* sum)
{
    *sum = 0;
    for (int i = 0; i < 8000; i++)
        *sum += i % 256;
}
