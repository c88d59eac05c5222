// The partial sums are checked too: in the sum of millions a single missing number is below any tolerance.
extern "C" void reduce_sum_reference(const double* x, double* partial, double* sum, int n, int blocks)
{
    const int piece = (n + blocks - 1) / blocks;
    sum[0] = 0;
    for (int block = 0; block < blocks; block++)
    {
        partial[block] = 0;
        for (int i = block * piece; i < (block + 1) * piece && i < n; i++)
            partial[block] += x[i];
        sum[0] += partial[block];
    }
}
