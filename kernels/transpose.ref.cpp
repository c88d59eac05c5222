#include "parallel_rows.h"

extern "C" void transpose_reference(const double* x, double* y, int rows, int columns)
{
    parallel_rows(columns, [=](long column) {
        for (long row = 0; row < rows; row++)
            y[column * rows + row] = x[row * columns + column];
    });
}
