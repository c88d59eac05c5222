#include <cstdint>

// The vector of each token plus that of its position.
void encoder_forward_expected(double* out, const int64_t* tokens, const double* words, const double* positions,
                              int batches, int length, int channels)
{
    for (int64_t row = 0; row < int64_t(batches) * length; row++)
        for (int64_t i = 0; i < channels; i++)
            out[row * channels + i] = words[tokens[row] * channels + i] + positions[row % length * channels + i];
}
