#include <cstdint>

extern "C" void canary_compute_reference(double* y, int count, double factor, int rounds)
{
    for (int i = 0; i < count; i++)
    {
        // What begins with the same value ends with it.
        if (i >= 1024)
        {
            y[i] = y[i - 1024];
            continue;
        }

        y[i] = 1 + i;
        for (int round = 0; round < rounds; round++)
            y[i] = y[i] * factor + 1;
    }
}

extern "C" void canary_bandwidth_reference(const double* a, const double* b, double* c, int n)
{
    for (int i = 0; i < n; i++)
        c[i] = a[i] + 3 * b[i];
}

extern "C" void canary_launch_reference(std::int64_t* y, int count)
{
    for (int i = 0; i < count; i++)
        y[i] = i + 1;
}
