// The first rows and columns of the image, whose input has a margin.
void convolution_expected(double* output, const double* input, const double* filter, int rows, int columns, int width,
                          int taps)
{
    const int pitch = width + taps - 1;
    for (int row = 0; row < rows; row++)
        for (int i = 0; i < taps; i++)
            for (int j = 0; j < taps; j++)
                for (int column = 0; column < columns; column++)
                    output[row * width + column] += input[(row + i) * pitch + column + j] * filter[i * taps + j];
}
