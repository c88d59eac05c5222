#include <cmath>
#include <cstdint>

// The boxes of a cube. In words of 4 bytes: x, y, z, number, offset (2 words), count of neighbours, nothing, and for
// each of up to 26 neighbours x, y, z, number, offset (2 words).
void lavamd_boxes(int64_t* boxes, int n)
{
    for (int box = 0; box < n * n * n; box++)
    {
        int64_t* at = boxes + 164 * box;
        for (int i = 0; i < 164; i++)
            at[i] = 0;
        const int x = box % n, y = box / n % n, z = box / n / n;
        at[0] = x, at[1] = y, at[2] = z, at[3] = box, at[4] = 100 * box;
        for (int around = 0; around < 27; around++)
        {
            const int i = x + around % 3 - 1, j = y + around / 3 % 3 - 1, k = z + around / 9 - 1;
            if (around == 13 || i < 0 || j < 0 || k < 0 || i >= n || j >= n || k >= n)
                continue;
            int64_t* neighbour = at + 8 + 6 * at[6]++;
            neighbour[0] = i, neighbour[1] = j, neighbour[2] = k, neighbour[3] = (k * n + j) * n + i;
            neighbour[4] = 100 * neighbour[3];
        }
    }
}

// A particle has v, x, y and z. Each is acted on by those of its own box and of the boxes around.
void lavamd_expected(const int64_t* boxes, const double* positions, const double* charges, double* forces, int count,
                     double alpha)
{
    for (int box = 0; box < count; box++)
        for (int64_t near = -1; near < boxes[164 * box + 6]; near++)
        {
            const int64_t other = near < 0 ? box : boxes[164 * box + 8 + 6 * near + 3];
            for (int64_t i = 100 * box; i < 100 * (box + 1); i++)
                for (int64_t j = 100 * other; j < 100 * (other + 1); j++)
                {
                    const double* a = positions + 4 * i;
                    const double* b = positions + 4 * j;
                    const double r = a[0] + b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3];
                    const double v = charges[j] * std::exp(-2 * alpha * alpha * r);
                    forces[4 * i] += v;
                    for (int axis = 1; axis < 4; axis++)
                        forces[4 * i + axis] += 2 * v * (a[axis] - b[axis]);
                }
        }
}
