// d = alpha a b + beta c, where the columns of b lie one after the other.
void wmma_gemm_expected(const double* a, const double* b, const double* c, double* d, int n, double alpha, double beta)
{
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++)
        {
            double sum = 0;
            for (int k = 0; k < n; k++)
                sum += a[row * n + k] * b[column * n + k];
            d[row * n + column] = alpha * sum + beta * c[row * n + column];
        }
}
