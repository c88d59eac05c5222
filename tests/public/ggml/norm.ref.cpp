#include <cmath>

void norm_expected(const double* x, double* y, int rows, int columns)
{
    for (int row = 0; row < rows; row++, x += columns, y += columns)
    {
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < columns; i++)
            mean += x[i] / columns;
        for (int i = 0; i < columns; i++)
            variance += (x[i] - mean) * (x[i] - mean) / columns;
        for (int i = 0; i < columns; i++)
            y[i] = (x[i] - mean) / std::sqrt(variance + 1e-5);
    }
}
