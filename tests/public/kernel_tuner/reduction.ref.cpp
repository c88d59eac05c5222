// Vector v is added by block v / threads, and by the first block again where the grid ends.
void reduction_expected(const double* x, double* partial, double* sum, int n, int threads, int vector)
{
    const int blocks = threads * vector;
    for (int block = 0; block < blocks; block++)
        partial[block] = 0;
    *sum = 0;
    for (int i = 0; i < n; i++)
    {
        partial[i / vector / threads % blocks] += x[i];
        *sum += x[i];
    }
}
