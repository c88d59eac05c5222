#include <vector>

// Heat flows between a cell, its neighbours and the air, which is at 80 degrees. A cell at the edge is
// its own neighbour.
void hotspot_expected(const double* power, double* temperature, int n, int steps, double step_by_capacity, double rx,
                      double rz)
{
    std::vector<double> before(n * n);
    for (int step = 0; step < steps; step++)
    {
        before.assign(temperature, temperature + n * n);
        for (int row = 0; row < n; row++)
            for (int column = 0; column < n; column++)
            {
                const int at = row * n + column;
                const double here = before[at];
                const double around = before[row == 0 ? at : at - n] + before[row == n - 1 ? at : at + n]
                    + before[column == 0 ? at : at - 1] + before[column == n - 1 ? at : at + 1];
                temperature[at] += step_by_capacity * (power[at] + (around - 4 * here) / rx + (80 - here) / rz);
            }
    }
}
