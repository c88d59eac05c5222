void moving_mean_expected(const double* x, double* y, int n, int radius)
{
    for (int i = 0; i < n; i++)
    {
        double sum = 0;
        for (int k = 0; k <= 2 * radius; k++)
            sum += x[i + k];
        y[i] = sum / (2 * radius + 1);
    }
}
