// CUB's radix sort of 32-bit keys.
#include <perfgate/benchmark.h>

#include <cub/device/device_radix_sort.cuh>

#include "cuda_error.h"

PERFGATE_BENCHMARK(cub_sort_keys)(perfgate::Call& call, const unsigned* keys, unsigned* sorted, int n)
{
    size_t bytes = 0;
    check(cub::DeviceRadixSort::SortKeys(nullptr, bytes, keys, sorted, n, 0, 32, call.stream()));
    void* scratch = call.scratch(bytes);
    check(cub::DeviceRadixSort::SortKeys(scratch, bytes, keys, sorted, n, 0, 32, call.stream()));
}
