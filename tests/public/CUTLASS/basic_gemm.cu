// Row 78
#include <perfgate/benchmark.h>

#include "NVIDIA/cutlass/examples/00_basic_gemm/basic_gemm.cu"

// The product of the example, on the stream that is timed.
PERFGATE_BENCHMARK(basic_gemm)(perfgate::Call& call, const float* a, const float* b, float* c, int m, int n, int k)
{
    using ColumnMajor = cutlass::layout::ColumnMajor;
    using Gemm = cutlass::gemm::device::Gemm<float, ColumnMajor, float, ColumnMajor, float, ColumnMajor>;
    Gemm gemm;
    const Gemm::Arguments arguments({ m, n, k }, { a, m }, { b, k }, { c, m }, { c, m }, { 1.0f, 0.0f });
    const cutlass::Status status = gemm(arguments, nullptr, call.stream());
    if (status != cutlass::Status::kSuccess)
        throw std::runtime_error(cutlassGetStatusString(status));
}
