#include <algorithm>

void blur_expected(const double* x, double* y, int width, int height)
{
    const double weights[] = { 1, 2, 1, 2, 4, 2, 1, 2, 1 };
    for (int row = 0; row < height; row++)
    {
        for (int column = 0; column < width; column++)
        {
            double sum = 0;
            for (int k = 0; k < 9; k++)
            {
                const int from_row = std::clamp(row + k / 3 - 1, 0, height - 1);
                const int from_column = std::clamp(column + k % 3 - 1, 0, width - 1);
                sum += weights[k] / 16 * x[from_row * width + from_column];
            }
            y[row * width + column] = sum;
        }
    }
}
