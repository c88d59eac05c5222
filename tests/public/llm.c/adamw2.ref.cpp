#include <cmath>
#include <cstdint>

// One step of Adam with decoupled weight decay.
void adamw_expected(double* parameters, const double* gradients, double* m, double* v, int64_t n, float rate,
                    float beta1, float beta2, float correction1, float correction2, float epsilon, float decay)
{
    const double b1 = beta1, b2 = beta2;
    for (int64_t i = 0; i < n; i++)
    {
        m[i] = b1 * m[i] + (1 - b1) * gradients[i];
        v[i] = b2 * v[i] + (1 - b2) * gradients[i] * gradients[i];
        const double step = m[i] / correction1 / (std::sqrt(v[i] / correction2) + epsilon);
        parameters[i] -= rate * (step + decay * parameters[i]);
    }
}
