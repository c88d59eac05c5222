void sum_of_nine_expected(const double* x, double* y, int width, int height)
{
    for (int row = 0; row < height; row++)
    {
        for (int column = 0; column < width; column++)
        {
            double sum = 0;
            for (int k = 0; k < 9; k++)
            {
                const int from_row = row + k / 3 - 1;
                const int from_column = column + k % 3 - 1;
                if (from_row >= 0 && from_row < height && from_column >= 0 && from_column < width)
                    sum += x[from_row * width + from_column];
            }
            y[row * width + column] = sum;
        }
    }
}
