// Row 53
#include <perfgate/benchmark.h>

#include "NVIDIA/cuda-samples/Samples/2_Concepts_and_Techniques/radixSortThrust/radixSortThrust.cu"

#include <thrust/execution_policy.h>

namespace
{
// Thrust takes its temporary memory from the call's scratch memory.
struct Scratch
{
    using value_type = char;
    perfgate::Call* call;

    char* allocate(std::ptrdiff_t bytes) { return static_cast<char*>(call->scratch(bytes)); }
    void deallocate(char*, size_t) { }
};
} // namespace

// What the sample times: a sort of keys with values.
PERFGATE_BENCHMARK(sort_pairs)(perfgate::Call& call, unsigned int* keys, unsigned int* values, int n)
{
    Scratch scratch{ &call };
    thrust::sort_by_key(thrust::cuda::par(scratch).on(call.stream()), keys, keys + n, values);
}
