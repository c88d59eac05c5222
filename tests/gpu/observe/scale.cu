// A program with its own main(): a kernel that only computes, launched 60 times, and a file with a part of its result.
#include <cstdio>
#include <cstdlib>
#include <vector>

#define ROUNDS 2000

__global__ void rounds(float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float v = y[i];
    for (int k = 0; k < ROUNDS; ++k)
        v = v * 0.999f + 0.001f;
    y[i] = v;
}

int main()
{
    const int n = 1 << 21;
    std::vector<float> host(n, 1.0f);
    float* y = nullptr;
    if (cudaMalloc(&y, n * sizeof(float)) != cudaSuccess)
        return 1;
    cudaMemcpy(y, host.data(), n * sizeof(float), cudaMemcpyHostToDevice);
    for (int i = 0; i < 60; ++i)
        rounds<<<(n + 255) / 256, 256>>>(y, n);
    if (cudaMemcpy(host.data(), y, n * sizeof(float), cudaMemcpyDeviceToHost) != cudaSuccess)
        return 2;
    FILE* file = std::fopen("out.bin", "wb");
    if (file == nullptr || std::fwrite(host.data(), sizeof(float), 1024, file) != 1024)
        return 3;
    return std::fclose(file);
}
