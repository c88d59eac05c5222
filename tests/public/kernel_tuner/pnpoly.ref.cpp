#include <cmath>
#include <cstdint>

// A star: the vertices lie around the origin at random distances. The slope at a vertex is that of the edge that
// ends there.
void pnpoly_vertices(double* vertices, double* slopes, const double* distance, int n)
{
    for (int i = 0; i < n; i++)
    {
        const double angle = 2 * 3.14159265358979323846 * i / n;
        vertices[2 * i] = distance[i] * std::cos(angle);
        vertices[2 * i + 1] = distance[i] * std::sin(angle);
    }
    for (int to = 0, from = n - 1; to < n; from = to++)
        slopes[to] = (vertices[2 * from] - vertices[2 * to]) / (vertices[2 * from + 1] - vertices[2 * to + 1]);
}

// A point is inside where a ray to the right crosses an odd number of edges.
void pnpoly_expected(int64_t* inside, const double* points, const double* vertices, int n, int count)
{
    for (int i = 0; i < n; i++)
    {
        const double x = points[2 * i], y = points[2 * i + 1];
        inside[i] = 0;
        for (int to = 0, from = count - 1; to < count; from = to++)
        {
            const double* a = vertices + 2 * from;
            const double* b = vertices + 2 * to;
            if ((a[1] > y) != (b[1] > y) && x < b[0] + (a[0] - b[0]) / (a[1] - b[1]) * (y - b[1]))
                inside[i] ^= 1;
        }
    }
}
