#include <algorithm>

void boxes_expected(const double* image, double* overlaid, int width, int height, int boxes)
{
    const double colour[] = { 255, 204, 203 };
    const double alpha = 100.0 / 255;
    for (int box = 0; box < boxes; box++)
    {
        const int left = box * 211 % (width - 64);
        const int top = box * 97 % (height - 64);
        const int right = std::min(left + 64 + box % 64, width);
        const int bottom = std::min(top + 96 - box % 32, height);
        for (int row = top; row < bottom; row++)
        {
            for (int i = 3 * (row * width + left); i < 3 * (row * width + right); i++)
                overlaid[i] = alpha * colour[i % 3] + (1 - alpha) * image[i];
        }
    }
}
