// Kernels for DeviceContract: small, portable CUDA whose results are known.
#include <cuda_bf16.h>
#include <cuda_fp8.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "contract_words.cuh"

__device__ int counted;
static __device__ int counted_here = 5;
__device__ int __counted_by_another_name;

// Says how often it was launched, by every variable that it can remember that in.
extern "C" __global__ void remember(int* out)
{
    static int counted_inside;
    out[0] = ++counted;
    out[1] = ++counted_here;
    out[2] = ++counted_inside;
    out[3] = ++__counted_by_another_name;
}

// Adds to what is there, and says what was there.
extern "C" __global__ void accumulate(int* values, int* seen, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
    {
        seen[i] = values[i];
        values[i] += i;
    }
}

extern "C" __global__ void write_at(int* out, int index)
{
    out[index] = 1;
}

extern "C" __global__ void indices(int* out)
{
    const int block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
    const int thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    const int threads = blockDim.x * blockDim.y * blockDim.z;
    out[block * threads + thread] = (int)(threadIdx.x + 10 * threadIdx.y + 100 * threadIdx.z + 1000 * blockIdx.x
        + 10000 * blockIdx.y + 100000 * blockIdx.z);
}

extern "C" __global__ void reverse_static(int* values)
{
    __shared__ int copy[1024];
    const int first = blockIdx.x * blockDim.x;
    copy[threadIdx.x] = values[first + threadIdx.x];
    __syncthreads();
    values[first + threadIdx.x] = copy[blockDim.x - 1 - threadIdx.x];
}

extern "C" __global__ void reverse_dynamic(int* values)
{
    extern __shared__ int dynamic_copy[];
    const int first = blockIdx.x * blockDim.x;
    dynamic_copy[threadIdx.x] = values[first + threadIdx.x];
    __syncthreads();
    values[first + threadIdx.x] = dynamic_copy[blockDim.x - 1 - threadIdx.x];
}

// A prefix sum: twice as many barriers as the logarithm of the block.
extern "C" __global__ void prefix_sum(int* values)
{
    __shared__ int sums[1024];
    sums[threadIdx.x] = values[threadIdx.x];
    __syncthreads();
    for (unsigned distance = 1; distance < blockDim.x; distance *= 2)
    {
        const int other = threadIdx.x >= distance ? sums[threadIdx.x - distance] : 0;
        __syncthreads();
        sums[threadIdx.x] += other;
        __syncthreads();
    }
    values[threadIdx.x] = sums[threadIdx.x];
}

extern "C" __global__ void barrier_predicates(int* out)
{
    const int count = __syncthreads_count(threadIdx.x % 3 == 0);
    const int none = __syncthreads_or(threadIdx.x > 5000);
    const int some = __syncthreads_or(threadIdx.x == 7);
    const int all = __syncthreads_and(threadIdx.x < 5000);
    const int most = __syncthreads_and(threadIdx.x != 7);
    out[threadIdx.x] = count * 16 + (none != 0) * 8 + (some != 0) * 4 + (all != 0) * 2 + (most != 0);
}

extern "C" __global__ void shuffles(int* out)
{
    const unsigned full = 0xffffffffu;
    const int lane = threadIdx.x;
    const int value = 100 + lane;
    out[0 * 32 + lane] = __shfl_sync(full, value, 5);
    out[1 * 32 + lane] = __shfl_sync(full, value, lane + 1, 8);
    out[2 * 32 + lane] = __shfl_up_sync(full, value, 3);
    out[3 * 32 + lane] = __shfl_up_sync(full, value, 3, 16);
    out[4 * 32 + lane] = __shfl_down_sync(full, value, 30);
    out[5 * 32 + lane] = __shfl_down_sync(full, value, 2, 4);
    out[6 * 32 + lane] = __shfl_xor_sync(full, value, 9);
    out[7 * 32 + lane] = __shfl_xor_sync(full, value, 8, 8);
    out[8 * 32 + lane] = (int)__shfl_sync(full, (double)value + 0.5, 31);
    out[9 * 32 + lane] =
        (int)__shfl_sync(full, (long long)value << 40, 3) + (int)(__shfl_sync(full, (long long)value << 40, 3) >> 40);
}

extern "C" __global__ void votes(unsigned* out)
{
    const unsigned full = 0xffffffffu;
    const int lane = threadIdx.x % 32;
    unsigned* const mine = out + threadIdx.x * 4;
    mine[0] = __ballot_sync(full, lane % 3 == 0);
    mine[1] = __any_sync(full, lane == 31) + 2 * (__any_sync(full, lane == 32) != 0);
    mine[2] = __all_sync(full, lane < 32) + 2 * (__all_sync(full, lane < 31) != 0);
    // The halves of a warp go their own ways and meet only each other.
    if (lane < 16)
        mine[3] = __ballot_sync(0x0000ffffu, lane % 2 == 0);
    else
        mine[3] = __ballot_sync(0xffff0000u, lane % 2 == 1);
    __syncwarp();
}

// Sums over a last warp that has only part of its lanes.
extern "C" __global__ void partial_warp_sum(int* out)
{
    int value = threadIdx.x + 1;
    for (int distance = 16; distance > 0; distance /= 2)
    {
        const int other = __shfl_down_sync(__activemask(), value, distance);
        if (threadIdx.x % 32 + distance < blockDim.x - threadIdx.x / 32 * 32)
            value += other;
    }
    if (threadIdx.x % 32 == 0)
        out[threadIdx.x / 32] = value;
}

extern "C" __global__ void atomics(
    int* ints, unsigned* unsigneds, unsigned long long* longs, float* floats, double* doubles)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    atomicAdd(&ints[0], i);
    atomicSub(&ints[1], 1);
    atomicMin(&ints[2], -i);
    atomicMax(&ints[3], i);
    atomicAdd(&unsigneds[0], 1u);
    atomicInc(&unsigneds[1], 6u);
    atomicOr(&unsigneds[2], 1u << i % 32);
    atomicAnd(&unsigneds[3], ~(1u << i % 32));
    atomicXor(&unsigneds[4], (unsigned)i);
    atomicDec(&unsigneds[5], 10u);
    atomicAdd(&longs[0], 1ull << 33);
    atomicMax(&longs[1], (unsigned long long)i << 32);
    atomicAdd(&floats[0], 1.0f);
    atomicAdd(&doubles[0], 0.5);

    // Every value is handed on exactly once: what is exchanged in and out adds up.
    const unsigned before = atomicExch(&unsigneds[6], (unsigned)i);
    atomicAdd(&longs[2], (unsigned long long)before);

    unsigned seen = unsigneds[7];
    unsigned assumed;
    do
    {
        assumed = seen;
        seen = atomicCAS(&unsigneds[7], assumed, assumed + 3);
    } while (seen != assumed);
}

extern "C" __global__ void histogram(const int* values, int* counts, int n)
{
    __shared__ int bins[16];
    if (threadIdx.x < 16)
        bins[threadIdx.x] = 0;
    __syncthreads();
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        atomicAdd(&bins[values[i] % 16], 1);
    __syncthreads();
    if (threadIdx.x < 16)
        atomicAdd(&counts[threadIdx.x], bins[threadIdx.x]);
}

extern "C" __global__ void half_to_float(float* out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    out[i] = __half2float(__ushort_as_half((unsigned short)i));
}

extern "C" __global__ void float_to_half(const float* x, unsigned short* out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = __half_as_ushort(__float2half(x[i]));
}

extern "C" __global__ void float_to_half_directed(
    const float* x, unsigned short* zero, unsigned short* up, unsigned short* down, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
    {
        zero[i] = __half_as_ushort(__float2half_rz(x[i]));
        up[i] = __half_as_ushort(__float2half_ru(x[i]));
        down[i] = __half_as_ushort(__float2half_rd(x[i]));
    }
}

extern "C" __global__ void float_to_bfloat16(const float* x, unsigned short* out, float* back, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
    {
        const __nv_bfloat16 rounded = __float2bfloat16(x[i]);
        out[i] = __bfloat16_as_ushort(rounded);
        back[i] = __bfloat162float(rounded);
    }
}

extern "C" __global__ void float_to_fp8(
    const float* x, unsigned char* e4m3, unsigned char* e5m2, float* back, int n)
{
    const int i = threadIdx.x;
    if (i >= n)
        return;
    const __nv_fp8_e4m3 value(x[i]);
    e4m3[i] = value.__x;
    back[i] = float(value);
    e5m2[i] = __nv_cvt_float_to_fp8(x[i], __NV_SATFINITE, __NV_E5M2);
}

extern "C" __global__ void half_arithmetic(
    const unsigned short* x, const unsigned short* y, const unsigned short* z, unsigned short* out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const __half a = __ushort_as_half(x[i]);
    const __half b = __ushort_as_half(y[i]);
    const __half c = __ushort_as_half(z[i]);
    out[4 * i] = __half_as_ushort(__hadd(a, b));
    out[4 * i + 1] = __half_as_ushort(__hmul(a, b));
    const __half2 pair = __hfma2(__halves2half2(a, b), __halves2half2(b, a), __halves2half2(c, c));
    out[4 * i + 2] = __half_as_ushort(__low2half(pair));
    out[4 * i + 3] = __half_as_ushort(__hsub(a, b));
}

extern "C" __global__ void integers(int* out)
{
    out[0] = __popc(0xf0f0u);
    out[1] = __popcll(0xffull << 40);
    out[2] = __clz(1);
    out[3] = __clz(0);
    out[4] = __clzll(1ll << 40);
    out[5] = __ffs(8);
    out[6] = __ffs(0);
    out[7] = (int)__brev(1u);
    out[8] = (int)__byte_perm(0x33221100u, 0x77665544u, 0x7410u);
    out[9] = __umulhi(0x80000000u, 6u);
    out[10] = __float2int_rn(2.5f);
    out[11] = __float2int_rn(-3.5f);
    out[12] = __float2int_rz(-3.9f);
    out[13] = __float2int_ru(3.1f);
    out[14] = __float2int_rd(-3.1f);
    out[15] = __float2int_rn(1e20f);
    out[16] = __float_as_int(1.0f);
    out[17] = min(3, -4) + max(3, -4);
    out[18] = (int)max(3u, 4u) + (int)sizeof(float4) + (int)sizeof(double2) + (int)sizeof(int3);
    out[19] = (int)__funnelshift_l(0x80000000u, 1u, 1);
}

extern "C" __global__ void reals(float* out, float four)
{
    out[0] = rsqrtf(four);
    out[1] = __fdividef(four, 8.0f);
    out[2] = __expf(four - 4.0f);
    out[3] = fmaf(four, 2.0f, 1.0f);
    out[4] = __saturatef(four);
    out[5] = fmaxf(four, NAN);
    out[6] = __frcp_rn(four);
    out[7] = __logf(four / 4.0f);
    out[8] = exp2f(four);
    out[9] = __ldg(&out[3]);
}

extern "C" __global__ void copy_vectors(const float4* from, float4* to)
{
    const float4 v = from[threadIdx.x];
    to[threadIdx.x] = make_float4(v.w, v.z, v.y, v.x);
}

extern "C" __global__ void scalars(double* out, int i, float f, double d, long long l)
{
    out[0] = i;
    out[1] = f;
    out[2] = d;
    out[3] = (double)l;
}
