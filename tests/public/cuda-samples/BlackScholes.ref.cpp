#include <cmath>

// The formula of Black and Scholes with the exact normal distribution, where the kernel has a polynomial.
void black_scholes_expected(double* call, double* put, const double* price, const double* strike, const double* years,
                            double riskfree, double volatility, int n)
{
    for (int i = 0; i < n; i++)
    {
        const double deviation = volatility * std::sqrt(years[i]);
        const double d1 = std::log(price[i] / strike[i]) / deviation
            + (riskfree + volatility * volatility / 2) * years[i] / deviation;
        const double d2 = d1 - deviation;
        const double discounted = strike[i] * std::exp(-riskfree * years[i]);
        call[i] = price[i] * std::erfc(-d1 / std::sqrt(2)) / 2 - discounted * std::erfc(-d2 / std::sqrt(2)) / 2;
        put[i] = discounted * std::erfc(d2 / std::sqrt(2)) / 2 - price[i] * std::erfc(d1 / std::sqrt(2)) / 2;
    }
}
