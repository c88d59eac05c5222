// y = transpose of x, a rows by columns matrix, row by row in memory.

// One thread per element: what is read side by side is written `rows` elements apart.
extern "C" __global__ void transpose_naive(const float* __restrict__ x, float* __restrict__ y, int rows, int columns)
{
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    const int row = blockIdx.y * blockDim.y + threadIdx.y;
    if (row < rows && column < columns)
        y[column * rows + row] = x[row * columns + column];
}

// Through a tile in shared memory: both sides go by rows of 32. Blocks are 32 by 8; each thread moves four elements.
extern "C" __global__ void transpose_tiled(const float* __restrict__ x, float* __restrict__ y, int rows, int columns)
{
    __shared__ float tile[32][33]; // one more, so that a column of the tile lies in 32 different banks

    int column = blockIdx.x * 32 + threadIdx.x;
    int row = blockIdx.y * 32 + threadIdx.y;
    for (int i = 0; i < 32; i += 8)
    {
        if (row + i < rows && column < columns)
            tile[threadIdx.y + i][threadIdx.x] = x[(row + i) * columns + column];
    }
    __syncthreads();

    column = blockIdx.y * 32 + threadIdx.x;
    row = blockIdx.x * 32 + threadIdx.y;
    for (int i = 0; i < 32; i += 8)
    {
        if (row + i < columns && column < rows)
            y[(row + i) * rows + column] = tile[threadIdx.x][threadIdx.y + i];
    }
}
