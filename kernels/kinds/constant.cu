// A filter whose coefficients are in constant memory. The manifest sets that variable from a buffer ("symbols").
constexpr int Taps = 64;

__constant__ float taps[Taps];

__global__ void filter(const float* __restrict__ x, float* __restrict__ y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float sum = 0;
    for (int k = 0; k < Taps; k++)
        sum += taps[k] * x[i + k];
    y[i] = sum;
}
