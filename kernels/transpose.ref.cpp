extern "C" void transpose_reference(const double* x, double* y, int rows, int columns)
{
    for (int row = 0; row < rows; row++)
    {
        for (int column = 0; column < columns; column++)
            y[long(column) * rows + row] = x[long(row) * columns + column];
    }
}
