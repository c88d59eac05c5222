#include <cmath>

// A diagonal that is large enough for an elimination without pivots, and not so large that the rest does not count.
void lud_matrix(double* m, const double* noise, int n)
{
    for (int i = 0; i < n * n; i++)
        m[i] = noise[i] + (i % n == i / n ? 4 * std::sqrt(n) : 0);
}

// L, without its diagonal of ones, below the diagonal, and U from it upwards.
void lud_expected(double* m, int n)
{
    for (int k = 0; k < n; k++)
        for (int row = k + 1; row < n; row++)
        {
            m[row * n + k] /= m[k * n + k];
            for (int column = k + 1; column < n; column++)
                m[row * n + column] -= m[row * n + k] * m[k * n + column];
        }
}
