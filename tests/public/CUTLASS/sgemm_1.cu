// Row 79
#include <perfgate/benchmark.h>

#include "NVIDIA/cutlass/examples/cute/tutorial/sgemm_1.cu"

PERFGATE_BENCHMARK(sgemm_1)(perfgate::Call& call, const float* a, const float* b, float* c, int m, int n, int k)
{
    gemm_nt(m, n, k, 1.0f, a, m, b, n, 0.0f, c, m, call.stream());
}
