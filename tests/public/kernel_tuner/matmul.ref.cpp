// c = a b, of which the first rows and columns are wanted.
void matmul_expected(double* c, const double* a, const double* b, int rows, int columns, int width)
{
    for (int row = 0; row < rows; row++)
        for (int k = 0; k < width; k++)
            for (int column = 0; column < columns; column++)
                c[row * width + column] += a[row * width + k] * b[k * width + column];
}
