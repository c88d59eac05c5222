void graph_sum_expected(const double* x, double* sum, int n)
{
    *sum = 0;
    for (int i = 0; i < n; i++)
        *sum += x[i];
}
