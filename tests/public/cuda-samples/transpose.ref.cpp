void transpose_expected(double* y, const double* x, int width, int height)
{
    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++)
            y[column * height + row] = x[row * width + column];
}
