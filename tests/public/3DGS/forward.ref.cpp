#include <algorithm>
#include <cmath>
#include <cstdint>

// Gaussians of 1 to 4 pixels in and around each tile, of any direction, in lists that are not in order.
void make_points(const double* noise, int64_t* ranges, int64_t* list, double* places, double* shapes, int width,
                 int tiles, int points)
{
    const int columns = (width + 15) / 16;
    const int64_t count = static_cast<int64_t>(tiles) * points;
    for (int tile = 0; tile < tiles; tile++)
    {
        ranges[2 * tile] = static_cast<int64_t>(tile) * points;
        ranges[2 * tile + 1] = ranges[2 * tile] + points;
        for (int64_t i = ranges[2 * tile]; i < ranges[2 * tile + 1]; i++)
        {
            const int64_t point = count - 1 - i;
            const double* random = noise + 6 * i;
            list[i] = point;
            places[2 * point] = tile % columns * 16 + 20 * random[0] - 2;
            places[2 * point + 1] = tile / columns * 16 + 20 * random[1] - 2;
            const double x = 1 / std::pow(1 + 3 * random[2], 2);
            const double y = 1 / std::pow(1 + 3 * random[3], 2);
            shapes[4 * point] = x;
            shapes[4 * point + 1] = (random[4] - 0.5) * std::sqrt(x * y);
            shapes[4 * point + 2] = y;
            shapes[4 * point + 3] = 0.02 + 0.2 * random[5];
        }
    }
}

// Each pixel blends the Gaussians of its tile, in the order of the list.
void image_expected(const int64_t* ranges, const int64_t* list, const double* places, const double* colours,
                    const double* shapes, const double* background, double* transmittance, double* image, int width,
                    int height)
{
    for (int pixel = 0; pixel < width * height; pixel++)
    {
        const int x = pixel % width;
        const int y = pixel / width;
        const int64_t* range = ranges + 2 * (y / 16 * ((width + 15) / 16) + x / 16);
        double light = 1;
        double colour[3] = { 0, 0, 0 };
        for (int64_t i = range[0]; i < range[1]; i++)
        {
            const double* shape = shapes + 4 * list[i];
            const double dx = places[2 * list[i]] - x;
            const double dy = places[2 * list[i] + 1] - y;
            const double power = -0.5 * (shape[0] * dx * dx + shape[2] * dy * dy) - shape[1] * dx * dy;
            const double alpha = std::min(0.99, shape[3] * std::exp(power));
            if (power > 0 || alpha < 1.0 / 255)
                continue;
            if (light * (1 - alpha) < 0.0001)
                break;
            for (int k = 0; k < 3; k++)
                colour[k] += colours[3 * list[i] + k] * alpha * light;
            light *= 1 - alpha;
        }
        transmittance[pixel] = light;
        for (int k = 0; k < 3; k++)
            image[k * width * height + pixel] = colour[k] + light * background[k];
    }
}
