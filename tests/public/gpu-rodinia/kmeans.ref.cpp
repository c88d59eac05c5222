// The features of a point lie together in x. In y the first features of all points come first.
void invert_expected(const double* x, double* y, int n, int features)
{
    for (int point = 0; point < n; point++)
        for (int i = 0; i < features; i++)
            y[i * n + point] = x[point * features + i];
}
