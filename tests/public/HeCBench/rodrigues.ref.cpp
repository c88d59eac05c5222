#include <cmath>

// A rotation by -0.5 around (-2, -2, 1) / 3: v cos a + (k x v) sin a + k (k v) (1 - cos a).
void rotated_expected(double* points, int n)
{
    const double k[] = { -2.0 / 3, -2.0 / 3, 1.0 / 3 };
    const double sine = std::sin(-0.5);
    const double cosine = std::cos(-0.5);
    for (int i = 0; i < n; i++)
    {
        double* p = points + 3 * i;
        const double v[] = { p[0], p[1], p[2] };
        const double along = (k[0] * v[0] + k[1] * v[1] + k[2] * v[2]) * (1 - cosine);
        p[0] = v[0] * cosine + (k[1] * v[2] - k[2] * v[1]) * sine + k[0] * along;
        p[1] = v[1] * cosine + (k[2] * v[0] - k[0] * v[2]) * sine + k[1] * along;
        p[2] = v[2] * cosine + (k[0] * v[1] - k[1] * v[0]) * sine + k[2] * along;
    }
}
