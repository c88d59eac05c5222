static double work(double x)
{
    double value = x;
    for (int round = 0; round < 128; round++)
        value = value * 0.75 + x;
    return value;
}

extern "C" void work_reference(const double* x, double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = work(x[i]);
}

extern "C" void work_in_place_reference(double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = work(y[i]);
}

extern "C" void work_backwards_reference(const double* x, double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = work(x[i - i % 256 + 255 - i % 256]);
}

extern "C" void work_sum_reference(const double* x, double* sum, int n)
{
    *sum = 0;
    for (int i = 0; i < n; i++)
        *sum += work(x[i]);
}

extern "C" void work_marked_reference(const double* x, double* y, long* marks, int n)
{
    for (int i = 0; i < n; i++)
    {
        y[i] = work(x[i]);
        marks[i] = i;
    }
}

extern "C" void scale_expected(const double* x, double* y, int n)
{
    for (int i = 0; i < n; i++)
        y[i] = 4 * x[i];
}
