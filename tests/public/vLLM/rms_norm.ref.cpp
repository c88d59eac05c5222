#include <cmath>

void rms_norm_expected(double* y, const double* x, const double* weight, int rows, int columns)
{
    for (int row = 0; row < rows; row++, x += columns, y += columns)
    {
        double squares = 0;
        for (int i = 0; i < columns; i++)
            squares += x[i] * x[i];
        for (int i = 0; i < columns; i++)
            y[i] = x[i] / std::sqrt(squares / columns + 1e-6) * weight[i];
    }
}
