#include <cmath>

// Density, momentum in three directions, and energy, near those of the far field. All densities come first.
void cfd_variables(double* variables, const double* noise, int n)
{
    for (int i = 0; i < n; i++)
    {
        variables[i] = 1.4 + 0.5 * noise[i];
        variables[n + i] = 1.7 + noise[(i + 1) % n];
        variables[2 * n + i] = noise[(i + 2) % n];
        variables[3 * n + i] = noise[(i + 3) % n];
        variables[4 * n + i] = 6 + noise[(i + 4) % n];
    }
}

void cfd_expected(const double* variables, const double* areas, double* factors, int n)
{
    for (int i = 0; i < n; i++)
    {
        const double density = variables[i];
        double speed = 0;
        for (int axis = 1; axis <= 3; axis++)
            speed += std::pow(variables[axis * n + i] / density, 2);
        const double pressure = 0.4 * (variables[4 * n + i] - density * speed / 2);
        factors[i] = 0.5 / (std::sqrt(areas[i]) * (std::sqrt(speed) + std::sqrt(1.4 * pressure / density)));
    }
}
