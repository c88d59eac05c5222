#include <cmath>

void normalise_expected(const double* x, double* y, int n)
{
    double squares = 0;
    for (int i = 0; i < n; i++)
        squares += x[i] * x[i];
    for (int i = 0; i < n; i++)
        y[i] = x[i] / std::sqrt(squares / n);
}
