#include <algorithm>

// Each output spreads its gradient evenly over the points of its window that are inside of the image.
void gradient_expected(const double* dy, double* dx, int planes, int size, int out)
{
    std::fill(dx, dx + static_cast<long>(planes) * size * size, 0.0);
    for (int plane = 0; plane < planes; plane++, dy += out * out, dx += size * size)
    {
        for (int i = 0; i < out * out; i++)
        {
            const int top = std::max(i / out * 4 - 1, 0);
            const int left = std::max(i % out * 4 - 1, 0);
            const int bottom = std::min(i / out * 4 + 10, size);
            const int right = std::min(i % out * 4 + 10, size);
            for (int row = top; row < bottom; row++)
                for (int column = left; column < right; column++)
                    dx[row * size + column] += dy[i] / ((bottom - top) * (right - left));
        }
    }
}
