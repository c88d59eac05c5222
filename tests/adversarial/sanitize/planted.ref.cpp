extern "C" void twice(const double* x, double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = 2 * x[i];
}

extern "C" void reversed(const double* x, double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = x[i - i % 256 + 255 - i % 256];
}

extern "C" void same(const double* x, double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = x[i];
}
