void matrix_mul_expected(double* c, const double* a, const double* b, int rows, int inner, int columns)
{
    for (int row = 0; row < rows; row++)
    {
        for (int column = 0; column < columns; column++)
            c[row * columns + column] = 0;
        for (int k = 0; k < inner; k++)
            for (int column = 0; column < columns; column++)
                c[row * columns + column] += a[row * inner + k] * b[k * columns + column];
    }
}
