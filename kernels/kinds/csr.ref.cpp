#include <cstdint>

// Row r has 16 + r % 33 elements, scattered over the columns: 32 a row on average, where n is a multiple of 33.
void make_matrix(int64_t* rows, int64_t* columns, double* values, const double* noise, int n)
{
    int64_t at = 0;
    for (int64_t row = 0; row < n; row++)
    {
        rows[row] = at;
        for (int64_t k = 0; k < 16 + row % 33; k++, at++)
        {
            columns[at] = (row * 7919 + k * 104729) % n;
            values[at] = noise[row] + 0.25 * (k % 4);
        }
    }
    rows[n] = at;
}

void csr_product_expected(const int64_t* rows, const int64_t* columns, const double* values, const double* x, double* y,
                          int n)
{
    for (int row = 0; row < n; row++)
    {
        y[row] = 0;
        for (int64_t i = rows[row]; i < rows[row + 1]; i++)
            y[row] += values[i] * x[columns[i]];
    }
}
