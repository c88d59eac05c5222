// Row 82, CUB's sort of segments in place of RAFT's select_k: a library call with scratch memory, whose smallest K
// numbers of each row, with their columns, are kept.
#include <perfgate/benchmark.h>

#include <cub/device/device_segmented_radix_sort.cuh>

#include <stdexcept>

namespace
{
void check(cudaError_t error)
{
    if (error != cudaSuccess)
        throw std::runtime_error(cudaGetErrorString(error));
}
} // namespace

PERFGATE_BENCHMARK(select_k)(perfgate::Call& call, const float* x, const int* columns, const int* starts, float* y,
                             int* chosen, int rows, int width, int k)
{
    const int n = rows * width;
    auto* sorted = static_cast<float*>(call.scratch(n * sizeof(float)));
    auto* sorted_columns = static_cast<int*>(call.scratch(n * sizeof(int)));
    size_t bytes = 0;
    const auto sort = [&](void* scratch) {
        check(cub::DeviceSegmentedRadixSort::SortPairs(scratch, bytes, x, sorted, columns, sorted_columns, n, rows,
                                                       starts, starts + 1, 0, 32, call.stream()));
    };
    sort(nullptr);
    sort(call.scratch(bytes));
    check(cudaMemcpy2DAsync(y, k * sizeof(float), sorted, width * sizeof(float), k * sizeof(float), rows,
                            cudaMemcpyDeviceToDevice, call.stream()));
    check(cudaMemcpy2DAsync(chosen, k * sizeof(int), sorted_columns, width * sizeof(int), k * sizeof(int), rows,
                            cudaMemcpyDeviceToDevice, call.stream()));
}
