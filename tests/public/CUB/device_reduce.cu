// Row 81. The example has a main() and no kernel. This is the call that it shows, with the CUB of the toolkit.
#include <perfgate/benchmark.h>

#include <cub/device/device_reduce.cuh>

PERFGATE_BENCHMARK(device_sum)(perfgate::Call& call, const int* x, int* sum, int n)
{
    size_t bytes = 0;
    cub::DeviceReduce::Sum(nullptr, bytes, x, sum, n, call.stream());
    cub::DeviceReduce::Sum(call.scratch(bytes), bytes, x, sum, n, call.stream());
}
