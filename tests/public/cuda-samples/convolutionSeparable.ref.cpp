// Outside of the image there are zeros.
void convolution_rows_expected(double* y, const double* x, const double* taps, int width, int height, int radius)
{
    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++)
        {
            double sum = 0;
            for (int k = -radius; k <= radius; k++)
                if (column + k >= 0 && column + k < width)
                    sum += taps[radius - k] * x[row * width + column + k];
            y[row * width + column] = sum;
        }
}
