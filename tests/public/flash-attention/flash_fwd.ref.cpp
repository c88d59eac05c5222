#include <algorithm>
#include <cmath>
#include <vector>

// y = softmax(q k^T / 8) v, and the logarithm of each row's sum of exponentials.
void attention_expected(const double* q, const double* k, const double* v, double* y, double* sums, int batch,
                        int length, int heads)
{
    constexpr int Size = 64;
    const int row = heads * Size;
    std::vector<double> weights(length);
    for (int sequence = 0; sequence < batch * heads; sequence++)
    {
        const long start = static_cast<long>(sequence / heads) * length * row + sequence % heads * Size;
        for (int i = 0; i < length; i++)
        {
            for (int j = 0; j < length; j++)
            {
                weights[j] = 0;
                for (int d = 0; d < Size; d++)
                    weights[j] += q[start + i * row + d] * k[start + j * row + d] / 8;
            }
            const double largest = *std::max_element(weights.begin(), weights.end());
            double sum = 0;
            for (double& weight : weights)
                sum += weight = std::exp(weight - largest);
            sums[sequence * length + i] = largest + std::log(sum);
            for (int d = 0; d < Size; d++)
                y[start + i * row + d] = 0;
            for (int j = 0; j < length; j++)
                for (int d = 0; d < Size; d++)
                    y[start + i * row + d] += weights[j] / sum * v[start + j * row + d];
        }
    }
}
