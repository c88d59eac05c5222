#include <algorithm>
#include <cstdint>

// The alignment of Needleman and Wunsch: a step to the right or down costs the penalty, a diagonal one earns the score.
void nw_expected(const int64_t* scores, int64_t* matrix, int columns, int penalty)
{
    for (int row = 1; row < columns; row++)
        for (int column = 1; column < columns; column++)
        {
            const int at = row * columns + column;
            const int64_t gap = std::max(matrix[at - 1], matrix[at - columns]) - penalty;
            matrix[at] = std::max(matrix[at - columns - 1] + scores[at], gap);
        }
}
