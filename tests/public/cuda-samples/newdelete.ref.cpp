#include <cstdint>

// Each block stores its number, and one thread takes it out again. All others find nothing: -1.
void counts_expected(int64_t* counts, int blocks)
{
    counts[0] = blocks * 127;
    for (int block = 0; block < blocks; block++)
        counts[block + 1] = 1;
}
