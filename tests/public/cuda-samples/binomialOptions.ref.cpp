#include <algorithm>
#include <cmath>
#include <vector>

constexpr int Steps = 2048;

// Price, strike, time, rate and volatility as the sample draws them, and what it derives from them for its kernel.
void make_options(const double* noise, double* options, int count)
{
    for (int i = 0; i < count; i++)
    {
        const double* random = noise + 5 * i;
        const double step = (0.25 + 9.75 * random[2]) / Steps;
        const double rate = 0.02 + 0.03 * random[3];
        const double move = (0.1 + 0.3 * random[4]) * std::sqrt(step);
        const double up = (std::exp(rate * step) - std::exp(-move)) / (std::exp(move) - std::exp(-move));
        options[5 * i] = 5 + 25 * random[0];
        options[5 * i + 1] = 1 + 99 * random[1];
        options[5 * i + 2] = move;
        options[5 * i + 3] = up * std::exp(-rate * step);
        options[5 * i + 4] = (1 - up) * std::exp(-rate * step);
    }
}

void values_expected(const double* options, double* values, int count)
{
    std::vector<double> value(Steps + 1);
    for (int i = 0; i < count; i++)
    {
        const double* option = options + 5 * i;
        for (int k = 0; k <= Steps; k++)
            value[k] = std::max(0.0, option[0] * std::exp(option[2] * (2 * k - Steps)) - option[1]);
        for (int last = Steps; last > 0; last--)
            for (int k = 0; k < last; k++)
                value[k] = option[3] * value[k + 1] + option[4] * value[k];
        values[i] = value[0];
    }
}
