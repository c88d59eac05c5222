#include <cmath>

void encoding_expected(const double* x, double* y, double* slope, int points)
{
    const double pi = std::acos(-1.0);
    for (int i = 0; i < 3 * points; i++)
    {
        for (int k = 0; k < 4; k++)
        {
            const double factor = pi * (1 << k);
            const double angle = factor * x[i];
            y[8 * i + 2 * k] = std::sin(angle);
            y[8 * i + 2 * k + 1] = std::cos(angle);
            slope[8 * i + 2 * k] = factor * std::cos(angle);
            slope[8 * i + 2 * k + 1] = -factor * std::sin(angle);
        }
    }
}
