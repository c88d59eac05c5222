extern "C" void fma_reference(double* y, int n, double factor, int rounds)
{
    for (int i = 0; i < n; i++)
    {
        // What begins with the same value ends with it.
        if (i >= 1024)
        {
            y[i] = y[i - 1024];
            continue;
        }

        double value = 1 + i;
        for (int round = 0; round < rounds; round++)
            value = value * factor + 1;
        y[i] = value;
    }
}

extern "C" void triad_reference(const double* a, const double* b, double* c, int n)
{
    for (int i = 0; i < n; i++)
        c[i] = a[i] + 3 * b[i];
}

extern "C" void gemm_reference(const double* a, const double* b, double* c, int n)
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
