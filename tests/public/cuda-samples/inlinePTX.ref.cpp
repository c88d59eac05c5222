#include <cstdint>

// The lane of each thread.
void lanes_expected(int64_t* lanes, int n)
{
    for (int i = 0; i < n; i++)
        lanes[i] = i % 32;
}
