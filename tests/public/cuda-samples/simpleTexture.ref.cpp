#include <cmath>

// The image turned around its centre, between four pixels interpolated, and repeated beyond its edges.
void rotate_expected(const double* x, double* y, int width, int height, double angle)
{
    const auto pixel = [&](int row, int column)
    { return x[(row % height + height) % height * width + (column % width + width) % width]; };
    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++)
        {
            const double u = column - width / 2.0, v = row - height / 2.0;
            const double at_column = (u * std::cos(angle) - v * std::sin(angle)) + width / 2.0 - 0.5;
            const double at_row = (v * std::cos(angle) + u * std::sin(angle)) + height / 2.0 - 0.5;
            const int i = int(std::floor(at_row)), j = int(std::floor(at_column));
            const double a = at_row - i, b = at_column - j;
            y[row * width + column] = (1 - a) * ((1 - b) * pixel(i, j) + b * pixel(i, j + 1))
                + a * ((1 - b) * pixel(i + 1, j) + b * pixel(i + 1, j + 1));
        }
}
