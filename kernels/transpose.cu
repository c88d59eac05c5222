// y = transpose of x, a rows by columns matrix, row by row in memory.

// One thread per element: what is read side by side is written `rows` elements apart.
extern "C" __global__ void transpose_naive(const float* __restrict__ x, float* __restrict__ y, int rows, int columns)
{
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    const int row = blockIdx.y * blockDim.y + threadIdx.y;
    if (row < rows && column < columns)
        y[column * rows + row] = x[row * columns + column];
}

// Through a tile in shared memory: both sides go by rows of TILE. Blocks are TILE by ROWS; each thread moves
// TILE / ROWS elements.
// The manifest lists values for these, and perfgate tune finds the best.
#ifndef TILE
#define TILE 32
#define ROWS 8
#define PAD 1 // one more, so that a column of the tile lies in 32 different banks
#endif

extern "C" __global__ void transpose_tiled(const float* __restrict__ x, float* __restrict__ y, int rows, int columns)
{
    __shared__ float tile[TILE][TILE + PAD];

    int column = blockIdx.x * TILE + threadIdx.x;
    int row = blockIdx.y * TILE + threadIdx.y;
    for (int i = 0; i < TILE; i += ROWS)
    {
        if (row + i < rows && column < columns)
            tile[threadIdx.y + i][threadIdx.x] = x[(row + i) * columns + column];
    }
    __syncthreads();

    column = blockIdx.y * TILE + threadIdx.x;
    row = blockIdx.x * TILE + threadIdx.y;
    for (int i = 0; i < TILE; i += ROWS)
    {
        if (row + i < columns && column < rows)
            y[(row + i) * rows + column] = tile[threadIdx.x][threadIdx.y + i];
    }
}
