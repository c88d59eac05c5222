// A product of matrices by cuBLAS. The handle is made in the set-up, which is not timed.
#include <perfgate/benchmark.h>

#include <cublas_v2.h>

namespace
{
struct Plan
{
    cublasHandle_t handle;
};

void check(cublasStatus_t status)
{
    if (status != CUBLAS_STATUS_SUCCESS)
        throw std::runtime_error(std::string("a call of cuBLAS failed: ") + cublasGetStatusString(status));
}
} // namespace

PERFGATE_SETUP(cublas_product)(perfgate::SetUp& setup, const float*, const float*, float*, int)
{
    Plan& plan = setup.state<Plan>();
    check(cublasCreate(&plan.handle));
    setup.at_end<Plan>([](Plan& made) { cublasDestroy(made.handle); });
    check(cublasSetStream(plan.handle, setup.stream()));
}

// Matrices are n x n and lie column by column.
PERFGATE_BENCHMARK(cublas_product)(perfgate::Call& call, const float* a, const float* b, float* c, int n)
{
    const float one = 1, zero = 0;
    check(cublasSgemm(call.state<Plan>().handle, CUBLAS_OP_N, CUBLAS_OP_N, n, n, n, &one, a, n, b, n, &zero, c, n));
}
