#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

// Pictures lie column by column. A template has 51 x 51 pixels; it is sought in 81 x 81, so there are 131 x 131 places
// where both meet.
namespace
{
const int points = 51, in = 51, searched = 81, both = 131;
}

// Points on two circles, which have moved by a few pixels since the frame of their templates.
void heartwall_points(const double* frame, int64_t* row, int64_t* column, int64_t* new_row, int64_t* new_column,
                      double* templates, int rows)
{
    for (int point = 0; point < points; point++)
    {
        const bool inner = point < 20;
        const double angle = 2 * 3.14159265358979323846 * (inner ? point / 20.0 : (point - 20) / 31.0);
        row[point] = std::lround(rows / 2 + (inner ? 110 : 150) * std::sin(angle));
        column[point] = std::lround(rows / 2 + (inner ? 110 : 150) * std::cos(angle));
        new_row[2 * point] = row[point];
        new_column[2 * point] = column[point];
        new_row[2 * point + 1] = new_column[2 * point + 1] = -1;
        const int64_t from_row = row[point] - 26 + point % 10 - 5, from_column = column[point] - 26 + point % 9 - 4;
        for (int j = 0; j < in; j++)
            for (int i = 0; i < in; i++)
                templates[(point * in + j) * in + i] = frame[(from_column + j) * rows + from_row + i];
    }
}

void heartwall_expected(const double* frame, const int64_t* row, const int64_t* column, int64_t* new_row,
                        int64_t* new_column, const double* templates, double* convolved, int rows)
{
    for (int point = 0; point < points; point++)
    {
        const double* wanted = templates + point * in * in;
        const double* area = frame + (column[point] - 41) * rows + row[point] - 41;
        double sum = 0, squares = 0;
        for (int i = 0; i < in * in; i++)
        {
            sum += wanted[i];
            squares += wanted[i] * wanted[i];
        }
        const double deviation = std::sqrt(squares / (in * in) - std::pow(sum / (in * in), 2));
        double best = 0;
        for (int q = 0; q < both; q++)
            for (int p = 0; p < both; p++)
            {
                // The template's first pixel lies on (p, q) - 50 of the area. Outside of it there are zeros.
                double product = 0, here = 0, here_squares = 0;
                for (int j = std::max(0, in - 1 - q); j < std::min(in, searched + in - 1 - q); j++)
                    for (int i = std::max(0, in - 1 - p); i < std::min(in, searched + in - 1 - p); i++)
                    {
                        const double pixel = area[(q - in + 1 + j) * rows + p - in + 1 + i];
                        product += pixel * wanted[j * in + i];
                        here += pixel;
                        here_squares += pixel * pixel;
                    }
                const double covariance = product - here * sum / (in * in);
                convolved[(point * both + q) * both + p] = covariance;
                // A point moves by at most 5 pixels.
                const double spread = std::sqrt(std::max(here_squares - here * here / (in * in), 0.0));
                const double correlation = std::abs(covariance / (spread * deviation * std::sqrt(in * in - 1)));
                if (std::min(p, q) >= 60 && std::max(p, q) < 70 && correlation > best)
                {
                    best = correlation;
                    new_row[2 * point + 1] = row[point] + p - 65;
                    new_column[2 * point + 1] = column[point] + q - 65;
                }
            }
    }
}
