// Each inner element becomes the mean of itself and its four neighbours.
void stencil_expected(double* to, const double* from, int width, int height)
{
    for (int row = 1; row < height - 1; row++)
        for (int column = 1; column < width - 1; column++)
        {
            const double* at = from + row * width + column;
            to[row * width + column] = (at[0] + at[-1] + at[1] + at[-width] + at[width]) / 5;
        }
}
