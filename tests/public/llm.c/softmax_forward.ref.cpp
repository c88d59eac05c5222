#include <algorithm>
#include <cmath>

// The softmax of each row.
void softmax_forward_expected(double* out, const double* x, int rows, int columns)
{
    for (int row = 0; row < rows; row++, out += columns, x += columns)
    {
        const double largest = *std::max_element(x, x + columns);
        double sum = 0;
        for (int i = 0; i < columns; i++)
            sum += out[i] = std::exp(x[i] - largest);
        for (int i = 0; i < columns; i++)
            out[i] /= sum;
    }
}
