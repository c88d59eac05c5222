// A block of 512 threads takes 1024 neighbours, then those that lie all blocks further on.
void block_sums_expected(const double* x, double* sums, int n, int blocks)
{
    for (int block = 0; block < blocks; block++)
        sums[block] = 0;
    for (int i = 0; i < n; i++)
        sums[i / 1024 % blocks] += x[i];
}
