void filter_expected(const double* x, const double* taps, double* y, int n)
{
    for (int i = 0; i < n; i++)
    {
        y[i] = 0;
        for (int k = 0; k < 64; k++)
            y[i] += taps[k] * x[i + k];
    }
}
