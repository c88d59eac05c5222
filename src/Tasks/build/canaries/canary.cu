// Kernels that never change: what differs between two of their measurements is the machine.

// The processor alone: a chain of multiply-adds in registers.
extern "C" __global__ void canary_compute(float* __restrict__ y, float factor, int rounds)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    float value = 1.0f + (float)(i % 1024);
    // Not unrolled: cold, longer loops differ between processes by 0.3 % on an H200, this one by 0.03 %.
#pragma unroll 1
    for (int round = 0; round < rounds; round++)
        value = value * factor + 1.0f;
    y[i] = value;
}

// The memory alone: c = a + 3 b.
extern "C" __global__ void canary_bandwidth(
    const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        c[i] = a[i] + 3.0f * b[i];
}

// The way to the device alone.
extern "C" __global__ void canary_launch(int* y)
{
    y[threadIdx.x] = (int)threadIdx.x + 1;
}
