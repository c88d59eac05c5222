void products_expected(const double* a, const double* b, double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = a[i] * b[i];
}
