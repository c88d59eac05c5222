#include "parallel_rows.h"

#include <cmath>

// q, k, v and o are [heads][s][d]; heads counts those of all batches.
extern "C" void sdpa_reference(const double* q, const double* k, const double* v, double* o, int heads, int s, int d)
{
    parallel_rows(heads, [=](long head) {
        const double* queries = q + head * s * d;
        const double* keys = k + head * s * d;
        const double* values = v + head * s * d;

        // Keys by columns: the compiler then makes vector code of the loop over them.
        std::vector<double> key_columns(long(s) * d);
        for (long key = 0; key < s; key++)
        {
            for (long i = 0; i < d; i++)
                key_columns[i * s + key] = keys[key * d + i];
        }

        std::vector<double> weight(s);
        for (long query = 0; query < s; query++)
        {
            std::fill(weight.begin(), weight.end(), 0.0);
            for (long i = 0; i < d; i++)
            {
                const double factor = queries[query * d + i] / std::sqrt(double(d));
                for (long key = 0; key < s; key++)
                    weight[key] += factor * key_columns[i * s + key];
            }

            const double largest = *std::max_element(weight.begin(), weight.end());
            double sum = 0;
            for (double& w : weight)
                sum += w = std::exp(w - largest);

            double* out = o + (head * s + query) * d;
            std::fill(out, out + d, 0.0);
            for (long key = 0; key < s; key++)
            {
                for (long i = 0; i < d; i++)
                    out[i] += weight[key] / sum * values[key * d + i];
            }
        }
    });
}
