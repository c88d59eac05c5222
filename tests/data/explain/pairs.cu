// Pairs of a fast and a slow kernel under one name: compiled once as it is and once with -DSLOW.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>
#include <cuda_fp16.h>
#include <mma.h>

#ifdef SLOW
constexpr bool slow = true;
#else
constexpr bool slow = false;
#endif

#ifdef COMMENT

// A comment of three lines
// and some empty lines
// move every line number of the file.

#endif

// 1. Uncoalesced access: neighbouring threads read addresses that lie a row apart.
extern "C" __global__ void coalesced(const float *in, float *out, int rows, int columns)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    int n = rows * columns;
    if (i >= n)
        return;
    int from = slow ? (i % rows) * columns + i / rows : i;
    out[i] = 2.0f * in[from];
}

// 2. Bank conflicts: the tile lacks the column that spreads its columns over the banks.
extern "C" __global__ void tiled(const float *in, float *out, int n)
{
    __shared__ float tile[32][slow ? 32 : 33];
    int x = blockIdx.x * 32 + threadIdx.x;
    int y = blockIdx.y * 32 + threadIdx.y;
    for (int j = 0; j < 32; j += 8)
        tile[threadIdx.y + j][threadIdx.x] = in[(y + j) * n + x];
    __syncthreads();
    x = blockIdx.y * 32 + threadIdx.x;
    y = blockIdx.x * 32 + threadIdx.y;
    for (int j = 0; j < 32; j += 8)
        out[(y + j) * n + x] = tile[threadIdx.x][threadIdx.y + j];
}

// 3. Lower occupancy by registers: many values stay alive over a loop that waits for memory.
extern "C" __global__ void __launch_bounds__(256) chase(const int *next, float *out, int steps)
{
    constexpr int kept = slow ? 120 : 2;
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    float values[kept];
#pragma unroll
    for (int k = 0; k < kept; k++)
    {
        values[k] = (float)(i + k);
        // They are made before the loop and stay alive.
        asm volatile("" : "+f"(values[k]));
    }
    int at = i & 0xfffff;
    for (int s = 0; s < steps; s++)
        at = next[at];
    float sum = __int_as_float(at);
#pragma unroll
    for (int k = 0; k < kept; k++)
        sum += values[k];
    out[i] = sum;
}

// 4. More work: twice the terms of a series.
__global__ void series(const float *in, float *out, int n, int terms)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float x = in[i], sum = 0, power = 1;
    for (int k = 0; k < (slow ? 2 * terms : terms); k++)
    {
        sum = fmaf(power, 0.5f, sum);
        power = fmaf(power, x, 1e-3f);
    }
    out[i] = sum;
}

// 5. Spills: the bound on registers is too low for what is alive.
extern "C" __global__ void
#ifdef SLOW
__launch_bounds__(1024, 2)
#else
__launch_bounds__(256, 2)
#endif
spilled(const float *in, float *out, int n)
{
    constexpr int width = 64;
    float values[width];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
#pragma unroll
    for (int k = 0; k < width; k++)
        values[k] = in[(i + k * 131) % n];
    for (int round = 0; round < 16; round++)
    {
#pragma unroll
        for (int k = 0; k < width; k++)
            values[k] = fmaf(values[k], values[(k + 17) % width], 0.5f);
    }
    float sum = 0;
#pragma unroll
    for (int k = 0; k < width; k++)
        sum += values[k];
    out[i] = sum;
}

// 6. Lower occupancy by shared memory.
extern "C" __global__ void __launch_bounds__(256) shared_chase(const int *next, float *out, int steps)
{
    extern __shared__ int scratch[];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    scratch[threadIdx.x] = i & 0xfffff;
    int at = scratch[threadIdx.x];
    for (int s = 0; s < steps; s++)
        at = next[at];
    out[i] = (float)at;
}

// 7. More bytes: every value is read from a second array as well.
extern "C" __global__ void more_bytes(const float *in, const float *second, float *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = slow ? in[i] + second[i] : in[i] + 1.0f;
}

// 8. Barriers in the inner loop.
extern "C" __global__ void barriers(const float *in, float *out, int n)
{
    __shared__ float values[256];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    float x = in[i];
    for (int k = 0; k < 64; k++)
    {
        values[threadIdx.x] = x;
        if (slow)
            __syncthreads();
        else
            __syncwarp();
        x = fmaf(values[threadIdx.x ^ 1], 0.5f, x);
        if (slow)
            __syncthreads();
        else
            __syncwarp();
    }
    out[i] = x;
}

// 9. Divergence: neighbouring threads take different branches.
extern "C" __global__ void diverges(const float *in, float *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    float x = in[i];
    int which = slow ? threadIdx.x & 7 : (threadIdx.x >> 5) & 7;
    switch (which)
    {
    case 0: for (int k = 0; k < 64; k++) x = sinf(x) + 0.1f; break;
    case 1: for (int k = 0; k < 64; k++) x = cosf(x) + 0.2f; break;
    case 2: for (int k = 0; k < 64; k++) x = sqrtf(x * x + 0.3f); break;
    case 3: for (int k = 0; k < 64; k++) x = expf(-x) + 0.4f; break;
    case 4: for (int k = 0; k < 64; k++) x = logf(x * x + 1.5f); break;
    case 5: for (int k = 0; k < 64; k++) x = 1.0f / (x + 2.6f); break;
    case 6: for (int k = 0; k < 64; k++) x = fmaf(x, x, -0.7f); break;
    default: for (int k = 0; k < 64; k++) x = tanhf(x) + 0.8f; break;
    }
    out[i] = x;
}

// 10. A double constant makes the arithmetic double.
extern "C" __global__ void doubled(const float *in, float *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    float x = in[i];
    for (int k = 0; k < 64; k++)
#ifdef SLOW
        x = x * 0.999 + 0.001;
#else
        x = x * 0.999f + 0.001f;
#endif
    out[i] = x;
}

// 11. Tensor cores are no longer used: a 16x16x16 product by wmma or by fma.
extern "C" __global__ void products(const half *a, const half *b, float *c, int rounds)
{
    int warp = (blockIdx.x * blockDim.x + threadIdx.x) / 32;
    float *out = c + (size_t)warp * 256;
#ifdef SLOW
    int lane = threadIdx.x & 31;
    float sums[8] = {};
    for (int r = 0; r < rounds; r++)
        for (int k = 0; k < 16; k++)
#pragma unroll
            for (int j = 0; j < 8; j++)
            {
                int e = lane * 8 + j;
                sums[j] += __half2float(a[(e / 16) * 16 + k]) * __half2float(b[k * 16 + e % 16]);
            }
#pragma unroll
    for (int j = 0; j < 8; j++)
        out[lane * 8 + j] = sums[j];
#else
    using namespace nvcuda;
    wmma::fragment<wmma::matrix_a, 16, 16, 16, half, wmma::row_major> fa;
    wmma::fragment<wmma::matrix_b, 16, 16, 16, half, wmma::row_major> fb;
    wmma::fragment<wmma::accumulator, 16, 16, 16, float> fc;
    wmma::fill_fragment(fc, 0.0f);
    wmma::load_matrix_sync(fa, a, 16);
    wmma::load_matrix_sync(fb, b, 16);
    for (int r = 0; r < rounds; r++)
        wmma::mma_sync(fc, fa, fb, fc);
    wmma::store_matrix_sync(out, fc, 16, wmma::mem_row_major);
#endif
}

// 12. Fewer blocks: the same work by one wave that does not fill the device.
extern "C" __global__ void few_blocks(const float *in, float *out, int n)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        out[i] = in[i] * 3.0f;
}

// 13. All threads add to one address.
extern "C" __global__ void adds(const float *in, float *sums, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    float x = in[i];
    if (slow)
        atomicAdd(&sums[i & 1], x);
    else
        atomicAdd(&sums[i & 0xfffff], x);
}

static void check(cudaError_t e, const char *what)
{
    if (e != cudaSuccess)
    {
        printf("%s: %s\n", what, cudaGetErrorString(e));
        exit(1);
    }
}

int main()
{
    const int n = 1 << 22;
    float *in, *second, *out;
    int *next;
    half *a;
    check(cudaMalloc(&in, n * 4), "in");
    check(cudaMalloc(&second, n * 4), "second");
    check(cudaMalloc(&out, n * 4), "out");
    check(cudaMalloc(&next, 4 << 20), "next");
    check(cudaMalloc(&a, 4096), "a");
    check(cudaMemset(in, 0, n * 4), "in");
    check(cudaMemset(second, 0, n * 4), "second");
    check(cudaMemset(a, 0, 4096), "a");
    int *host = (int *)malloc(4 << 20);
    for (unsigned i = 0; i < 1u << 20; i++)
        host[i] = (int)((i + 32u * 5309u) & 0xfffff);
    check(cudaMemcpy(next, host, 4 << 20, cudaMemcpyHostToDevice), "next");
    int scratch = slow ? 100 << 10 : 1 << 10;
    check(cudaFuncSetAttribute(shared_chase, cudaFuncAttributeMaxDynamicSharedMemorySize, scratch), "shared");
    for (int launch = 0; launch < 2; launch++)
    {
        coalesced<<<n / 256, 256>>>(in, out, 2048, 2048);
        tiled<<<dim3(64, 64), dim3(32, 8)>>>(in, out, 2048);
        chase<<<132 * 24, 256>>>(next, out, 512);
        series<<<n / 256, 256>>>(in, out, n, 256);
        spilled<<<n / 4 / 256, 256>>>(in, out, n);
        shared_chase<<<132 * 24, 256, scratch>>>(next, out, 256);
        more_bytes<<<n / 256, 256>>>(in, second, out, n);
        barriers<<<n / 4 / 256, 256>>>(in, out, n);
        diverges<<<n / 4 / 256, 256>>>(in, out, n);
        doubled<<<n / 4 / 256, 256>>>(in, out, n);
        products<<<1056, 256>>>(a, a + 1024, out, 256);
        few_blocks<<<slow ? 40 : 132 * 8, 256>>>(in, out, n);
        adds<<<n / 4 / 256, 256>>>(in, out, n);
        check(cudaGetLastError(), "launch");
        check(cudaDeviceSynchronize(), "run");
    }
    printf("done\n");
    return 0;
}
