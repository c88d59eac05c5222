void product_expected(const double* a, const double* b, double* c, int n)
{
    for (int row = 0; row < n; row++)
    {
        for (int column = 0; column < n; column++)
            c[row * n + column] = 0;
        for (int k = 0; k < n; k++)
            for (int column = 0; column < n; column++)
                c[row * n + column] += a[row * n + k] * b[k * n + column];
    }
}
