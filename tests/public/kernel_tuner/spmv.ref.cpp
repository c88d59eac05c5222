#include <cstdint>

// Row r has r % 65 elements, none among them, scattered over the columns. The rest of the arrays is not used.
void spmv_matrix(int64_t* rows, int64_t* columns, int n)
{
    int64_t at = 0;
    for (int64_t row = 0; row < n; row++)
    {
        rows[row] = at;
        for (int64_t k = 0; k < row % 65; k++, at++)
            columns[at] = (row * 7919 + k * 104729) % n;
    }
    rows[n] = at;
    for (; at < 64 * int64_t(n); at++)
        columns[at] = 0;
}

void spmv_expected(double* y, const int64_t* rows, const int64_t* columns, const double* values, const double* x, int n)
{
    for (int row = 0; row < n; row++)
    {
        y[row] = 0;
        for (int64_t i = rows[row]; i < rows[row + 1]; i++)
            y[row] += values[i] * x[columns[i]];
    }
}
