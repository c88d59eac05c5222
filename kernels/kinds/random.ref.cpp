#include <cstdint>

void draw_expected(double* sums, std::int64_t* inside, int draws)
{
    sums[0] = 0.5;
    sums[1] = 0;
    sums[2] = 1;
    *inside = static_cast<std::int64_t>(0.7853981633974483 * draws);
}

void two_ways_expected(std::int64_t* same)
{
    for (int i = 0; i < 64; ++i)
        same[i] = 1;
}
