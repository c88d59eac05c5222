// CUB's reduction, with a function of our own that each element goes through first.
#include <perfgate/benchmark.h>

#include <cub/device/device_reduce.cuh>

#include "cuda_error.h"

namespace
{
constexpr int Rounds = 256;

struct Add
{
    __host__ __device__ float operator()(float a, float b) const { return a + b; }
};

// A chain of multiply-adds that ends at 4 x.
struct Chain
{
    __host__ __device__ float operator()(float x) const
    {
        float value = x;
#pragma unroll 1
        for (int round = 0; round < Rounds; round++)
            value = value * 0.75f + x;
        return value;
    }
};
} // namespace

PERFGATE_BENCHMARK(cub_sum)(perfgate::Call& call, const float* x, float* sum, int n)
{
    size_t bytes = 0;
    check(cub::DeviceReduce::TransformReduce(nullptr, bytes, x, sum, n, Add(), Chain(), 0.0f, call.stream()));
    void* scratch = call.scratch(bytes);
    check(cub::DeviceReduce::TransformReduce(scratch, bytes, x, sum, n, Add(), Chain(), 0.0f, call.stream()));
}
