#include <algorithm>
#include <cstdint>
#include <vector>

// The cheapest way down to each cell of the last row, a step being straight down or to one of the two cells beside.
void pathfinder_expected(const int64_t* wall, int64_t* path, int rows, int columns)
{
    for (int row = 0; row < rows; row++)
    {
        const std::vector<int64_t> above(path, path + columns);
        for (int column = 0; column < columns; column++)
        {
            const int64_t left = above[std::max(column - 1, 0)], right = above[std::min(column + 1, columns - 1)];
            path[column] = wall[row * columns + column] + std::min({left, above[column], right});
        }
    }
}
