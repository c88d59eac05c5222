// A loop of launches: steps of a Jacobi iteration, between the result and scratch memory in turn.
#include <perfgate/benchmark.h>

// Each inner element becomes the mean of its four neighbours; those at the edge stay.
__global__ void jacobi_step(const float* __restrict__ x, float* __restrict__ y, int n)
{
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    const int row = blockIdx.y * blockDim.y + threadIdx.y;
    if (column >= n || row >= n)
        return;
    const int i = row * n + column;
    const bool inner = column > 0 && column < n - 1 && row > 0 && row < n - 1;
    y[i] = inner ? 0.25f * (x[i - 1] + x[i + 1] + x[i - n] + x[i + n]) : x[i];
}

// An even number of steps ends in scratch memory and an odd one in y, so the number is odd.
PERFGATE_BENCHMARK(jacobi)(perfgate::Call& call, const float* x, float* y, int n, int steps)
{
    const dim3 block(32, 8);
    const dim3 grid((n + block.x - 1) / block.x, (n + block.y - 1) / block.y);
    auto* other = static_cast<float*>(call.scratch(sizeof(float) * n * n));
    const float* from = x;
    for (int step = 0; step < steps; step++)
    {
        float* to = step % 2 == 0 ? y : other;
        call.launch(jacobi_step, grid, block, 0, from, to, n);
        from = to;
    }
}
