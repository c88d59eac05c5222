#include <algorithm>
#include <cmath>
#include <vector>

// Attention: o = softmax(q k^T / sqrt(d)) v for each head. m is the largest of a row before the softmax, l
// its sum after.
void flash_expected(const double* q, const double* k, const double* v, double* l, double* m, double* o, int heads,
                    int n, int d)
{
    std::vector<double> row(n);
    for (int head = 0; head < heads; head++, q += n * d, k += n * d, v += n * d, o += n * d, l += n, m += n)
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                row[j] = 0;
                for (int x = 0; x < d; x++)
                    row[j] += q[i * d + x] * k[j * d + x] / std::sqrt(d);
            }
            m[i] = *std::max_element(row.begin(), row.end());
            l[i] = 0;
            for (double& score : row)
                l[i] += score = std::exp(score - m[i]);
            for (int x = 0; x < d; x++)
            {
                o[i * d + x] = 0;
                for (int j = 0; j < n; j++)
                    o[i * d + x] += row[j] / l[i] * v[j * d + x];
            }
        }
}
