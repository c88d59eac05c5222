#include "parallel_rows.h"

#include <cmath>

extern "C" void softmax_reference(const double* x, double* y, int rows, int columns)
{
    parallel_rows(rows, [=](long row) {
        const double* in = x + row * columns;
        double* out = y + row * columns;
        const double largest = *std::max_element(in, in + columns);
        double sum = 0;
        for (int i = 0; i < columns; i++)
            sum += out[i] = std::exp(in[i] - largest);
        for (int i = 0; i < columns; i++)
            out[i] /= sum;
    });
}
