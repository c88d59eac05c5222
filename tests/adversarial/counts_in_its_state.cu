// Attack: a function counts its calls in its state, and does nothing in seven of eight.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: it is put back.
// Verdict: honest time

#include "work.cuh"
#include <perfgate/benchmark.h>

struct Count
{
    unsigned calls;
};

__global__ void compute(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        y[i] = work(x[i]);
}

PERFGATE_SETUP(counts_in_its_state)(perfgate::SetUp& setup, const float*, float*, int) { setup.state<Count>(); }

PERFGATE_BENCHMARK(counts_in_its_state)(perfgate::Call& call, const float* x, float* y, int n)
{
    Count& count = const_cast<Count&>(call.state<Count>());
    if (count.calls++ % 8 == 0)
        call.launch(compute, (n + 255) / 256, 256, 0, x, y, n);
}
