void product_expected(const double* a, const double* b, double* c, int m, int n, int k)
{
    for (int column = 0; column < n; column++, c += m)
    {
        for (int row = 0; row < m; row++)
            c[row] = 0;
        for (int i = 0; i < k; i++)
            for (int row = 0; row < m; row++)
                c[row] += a[i * m + row] * b[i * n + column];
    }
}
