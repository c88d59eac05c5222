void product_expected(const double* a, const double* b, double* c, int m, int n, int k)
{
    for (int row = 0; row < m; row++)
    {
        for (int column = 0; column < n; column++)
            c[row * n + column] = 0;
        for (int i = 0; i < k; i++)
            for (int column = 0; column < n; column++)
                c[row * n + column] += a[row * k + i] * b[i * n + column];
    }
}
