void sum_expected(double* y, const double* x, int rows, int columns)
{
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            y[row * columns + column] += x[column];
}
