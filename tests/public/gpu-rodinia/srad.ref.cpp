#include <algorithm>
#include <vector>

// One step of speckle reducing anisotropic diffusion. The image has a row before and after it that is not part of it.
void srad_expected(double* image, double* east, double* west, double* north, double* south, int n, double lambda,
                   double q0)
{
    double* const first = image + n;
    std::vector<double> coefficient(n * n);
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++)
        {
            const int at = row * n + column;
            const double here = first[at];
            north[at] = first[row == 0 ? at : at - n] - here;
            south[at] = first[row == n - 1 ? at : at + n] - here;
            west[at] = first[column == 0 ? at : at - 1] - here;
            east[at] = first[column == n - 1 ? at : at + 1] - here;
            const double squares = north[at] * north[at] + south[at] * south[at] + west[at] * west[at]
                + east[at] * east[at];
            const double g = squares / (here * here);
            const double l = (north[at] + south[at] + west[at] + east[at]) / here;
            const double q = (g / 2 - l * l / 16) / ((1 + l / 4) * (1 + l / 4));
            coefficient[at] = std::min(std::max(1 / (1 + (q - q0) / (q0 * (1 + q0))), 0.0), 1.0);
        }
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++)
        {
            const int at = row * n + column;
            const double below = coefficient[row == n - 1 ? at : at + n];
            const double right = coefficient[column == n - 1 ? at : at + 1];
            const double sum = coefficient[at] * (north[at] + west[at]) + below * south[at] + right * east[at];
            first[at] += lambda / 4 * sum;
        }
}
