#include <vector>

// Linear attention: each token's query times the sum of the products of key and value up to that token.
void causal_product_expected(const double* q, const double* k, const double* v, double* y, int sequences, int length)
{
    constexpr int Size = 64;
    for (int sequence = 0; sequence < sequences; sequence++)
    {
        std::vector<double> sum(Size * Size);
        for (int token = 0; token < length; token++, q += Size, k += Size, v += Size, y += Size)
        {
            for (int column = 0; column < Size; column++)
                y[column] = 0;
            for (int row = 0; row < Size; row++)
            {
                for (int column = 0; column < Size; column++)
                {
                    sum[row * Size + column] += k[row] * v[column];
                    y[column] += q[row] * sum[row * Size + column];
                }
            }
        }
    }
}
