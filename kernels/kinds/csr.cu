// A sparse matrix times a vector: a warp a row. No random fill makes such a matrix; a C++ function does.
__global__ void csr_product(const int* __restrict__ rows, const int* __restrict__ columns,
                            const float* __restrict__ values, const float* __restrict__ x, float* __restrict__ y, int n)
{
    const int row = (blockIdx.x * blockDim.x + threadIdx.x) / 32;
    const int lane = threadIdx.x % 32;
    if (row >= n)
        return;
    float sum = 0;
    for (int i = rows[row] + lane; i < rows[row + 1]; i += 32)
        sum += values[i] * x[columns[i]];
    for (int distance = 16; distance > 0; distance /= 2)
        sum += __shfl_down_sync(0xffffffffu, sum, distance);
    if (lane == 0)
        y[row] = sum;
}
