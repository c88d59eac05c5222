#include <algorithm>
#include <cstdint>

namespace
{
// The next number of Park and Miller's generator, 16807 x mod (2^31 - 1), by Schrage's method. The seeds are negative.
int next(int x)
{
    const int k = x / 127773;
    const int value = 16807 * (x - k * 127773) - 2836 * k;
    return value < 0 ? value + 2147483647 : value;
}

// Bays and Durham's shuffle: the last of 17 numbers chooses one of the last 16.
float noise(int seed)
{
    int numbers[16];
    for (int i = 16; i >= 0; i--)
    {
        seed = next(seed);
        if (i < 16)
            numbers[i] = seed;
    }
    return numbers[numbers[0] / (1 + 2147483646 / 16)] / 2147483647.0f;
}
} // namespace

// The mean of a pixel is the seed of its noise.
void noisy_expected(const int64_t* image, int64_t* noisy, int n)
{
    for (int i = 0; i < 4 * n; i += 4)
    {
        const int mean = static_cast<int>((image[i] + image[i + 1] + image[i + 2] + image[i + 3]) / 4);
        const float difference = (noise(-mean) - 0.55f) * 25;
        for (int k = i; k < i + 4; k++)
            noisy[k] = static_cast<int64_t>(std::clamp(image[k] + difference, 0.0f, 255.0f));
    }
}
