// c = alpha a b + beta c, for square matrices.
void sgemm_expected(int n, float alpha, const double* a, const double* b, float beta, double* c)
{
    for (int row = 0; row < n; row++)
    {
        for (int column = 0; column < n; column++)
            c[row * n + column] *= beta;
        for (int k = 0; k < n; k++)
            for (int column = 0; column < n; column++)
                c[row * n + column] += alpha * a[row * n + k] * b[k * n + column];
    }
}
