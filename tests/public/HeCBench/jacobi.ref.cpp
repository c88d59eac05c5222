#include <algorithm>

// Points on the edge of the field keep their value.
void step_expected(const double* old, double* field, double* error, int size)
{
    constexpr int Width = 2048;
    const int end = std::min(size, Width - 1);
    for (int row = 1; row < end; row++)
    {
        for (int column = 1; column < end; column++)
        {
            const double* here = old + row * Width + column;
            const double value = (here[-1] + here[1] + here[-Width] + here[Width]) / 4;
            field[row * Width + column] = value;
            *error += (value - *here) * (value - *here);
        }
    }
}
