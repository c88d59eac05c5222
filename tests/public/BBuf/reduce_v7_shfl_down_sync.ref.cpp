void sums_expected(const double* x, double* sums, int blocks)
{
    for (int block = 0; block < blocks; block++)
    {
        sums[block] = 0;
        for (int i = 0; i < 32768; i++)
            sums[block] += x[block * 32768 + i];
    }
}
