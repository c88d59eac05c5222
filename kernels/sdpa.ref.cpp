#include "matrix_product.h"
#include "parallel_rows.h"

#include <cmath>

// In place; weights is [rows][columns].
static void softmax_rows(double* weights, long rows, long columns)
{
    for (double* weight = weights; weight < weights + rows * columns; weight += columns)
    {
        const double largest = *std::max_element(weight, weight + columns);
        double sum = 0;
        for (long i = 0; i < columns; i++)
            sum += weight[i] = std::exp(weight[i] - largest);
        for (long i = 0; i < columns; i++)
            weight[i] /= sum;
    }
}

// q, k, v and o are [heads][s][d]; heads counts those of all batches.
extern "C" void sdpa_reference(const double* q, const double* k, const double* v, double* o, int heads, int s, int d)
{
    const long block = 128; // queries at a time: their weights stay in the cache
    parallel_rows(heads, [=](long head) {
        const double* keys = k + head * s * d;
        std::vector<double> key_columns(long(s) * d);
        for (long key = 0; key < s; key++)
        {
            for (long i = 0; i < d; i++)
                key_columns[i * s + key] = keys[key * d + i] / std::sqrt(double(d));
        }

        std::vector<double> weights(block * s);
        for (long first = 0; first < s; first += block)
        {
            const long rows = std::min(block, s - first);
            const long start = (head * s + first) * d;
            multiply(q + start, key_columns.data(), weights.data(), rows, s, d);
            softmax_rows(weights.data(), rows, s);
            multiply(weights.data(), v + head * s * d, o + start, rows, d, s);
        }
    });
}
