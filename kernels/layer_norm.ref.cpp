#include "parallel_rows.h"

#include <cmath>

extern "C" void layer_norm_reference(const double* x, const double* scale, const double* shift, double* y, int rows,
                                     int columns, double epsilon)
{
    parallel_rows(rows, [=](long row) {
        const double* in = x + row * columns;
        double mean = 0;
        for (int i = 0; i < columns; i++)
            mean += in[i] / columns;
        double variance = 0;
        for (int i = 0; i < columns; i++)
            variance += (in[i] - mean) * (in[i] - mean) / columns;
        for (int i = 0; i < columns; i++)
            y[row * columns + i] = (in[i] - mean) / std::sqrt(variance + epsilon) * scale[i] + shift[i];
    });
}
