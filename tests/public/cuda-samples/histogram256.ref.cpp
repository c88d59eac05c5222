#include <cstdint>

void histogram_expected(int64_t* histogram, const int64_t* words, uint32_t n)
{
    for (int i = 0; i < 256; i++)
        histogram[i] = 0;
    for (uint32_t i = 0; i < n; i++)
        for (int shift = 0; shift < 32; shift += 8)
            histogram[words[i] >> shift & 255]++;
}
