#include <algorithm>
#include <cmath>
#include <cstdint>

void quantized_expected(const double* code, const double* x, double* largest, int64_t* y, int n)
{
    for (int block = 0; block < n / 4096; block++, x += 4096, y += 4096)
    {
        largest[block] = 0;
        for (int i = 0; i < 4096; i++)
            largest[block] = std::max(largest[block], std::fabs(x[i]));
        for (int i = 0; i < 4096; i++)
        {
            const double value = x[i] / largest[block];
            const int64_t above = std::clamp<int64_t>(std::lower_bound(code, code + 256, value) - code, 1, 255);
            y[i] = value - code[above - 1] < code[above] - value ? above - 1 : above;
        }
    }
}
