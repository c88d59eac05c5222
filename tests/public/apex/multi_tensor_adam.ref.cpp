#include <cmath>

// Adam with decoupled weight decay, after three steps: 0.271 and 0.003 correct the bias of the moments.
void adam_expected(const double* g, double* p, double* m, double* v, int chunk)
{
    for (int tensor = 0, start = 0; tensor < 4; start += 8 * ++tensor * chunk)
    {
        for (int i = start; i < start + 8 * (tensor + 1) * chunk - 3; i++)
        {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            p[i] -= 1e-3 * (m[i] / 0.271 / (std::sqrt(v[i] / 0.003) + 1e-8) + 0.01 * p[i]);
        }
    }
}
