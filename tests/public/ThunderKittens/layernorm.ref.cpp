#include <cmath>

void layernorm_expected(const double* x, const double* residual, const double* weight, const double* bias, double* y,
                        double* sum, int rows)
{
    constexpr int Size = 1024;
    for (int row = 0; row < rows; row++, x += Size, residual += Size, y += Size, sum += Size)
    {
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < Size; i++)
        {
            sum[i] = x[i] + residual[i];
            mean += sum[i] / Size;
        }
        for (int i = 0; i < Size; i++)
            variance += (sum[i] - mean) * (sum[i] - mean) / Size;
        for (int i = 0; i < Size; i++)
            y[i] = (sum[i] - mean) / std::sqrt(variance + 1e-5) * weight[i] + bias[i];
    }
}
