// A chain of multiply-adds in registers.
extern "C" __global__ void fma_chain(float* __restrict__ y, float factor, int rounds)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    float value = 1.0f + (float)(i % 1024);
#pragma unroll 1
    for (int round = 0; round < rounds; round++)
        value = value * factor + 1.0f;
    y[i] = value;
}

// c = a + 3 b.
extern "C" __global__ void triad(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        c[i] = a[i] + 3.0f * b[i];
}

// C = A B for n x n matrices, n a multiple of 16; tiles of 16 x 16, one element a thread.
extern "C" __global__ void gemm(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int n)
{
    __shared__ float tile_a[16][17];
    __shared__ float tile_b[16][17];
    const int column = threadIdx.x % 16;
    const int row = threadIdx.x / 16;
    const int to = (blockIdx.y * 16 + row) * n + blockIdx.x * 16 + column;
    float sum = 0.0f;
    for (int k = 0; k < n; k += 16) {
        tile_a[row][column] = a[(blockIdx.y * 16 + row) * n + k + column];
        tile_b[row][column] = b[(k + row) * n + blockIdx.x * 16 + column];
        __syncthreads();
        for (int j = 0; j < 16; j++)
            sum += tile_a[row][j] * tile_b[j][column];
        __syncthreads();
    }
    c[to] = sum;
}
