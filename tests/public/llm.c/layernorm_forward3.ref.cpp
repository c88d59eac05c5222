#include <cmath>

void layernorm_forward_expected(double* out, double* mean, double* rstd, const double* x, const double* weight,
                                const double* bias, int rows, int columns)
{
    for (int row = 0; row < rows; row++, out += columns, x += columns)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < columns; i++)
            sum += x[i];
        mean[row] = sum / columns;
        for (int i = 0; i < columns; i++)
            squares += std::pow(x[i] - mean[row], 2);
        rstd[row] = 1 / std::sqrt(squares / columns + 1e-5);
        for (int i = 0; i < columns; i++)
            out[i] = (x[i] - mean[row]) * rstd[row] * weight[i] + bias[i];
    }
}
