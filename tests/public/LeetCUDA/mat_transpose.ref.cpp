void transposed_expected(const double* x, double* y, int rows, int columns)
{
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            y[column * rows + row] = x[row * columns + column];
}
