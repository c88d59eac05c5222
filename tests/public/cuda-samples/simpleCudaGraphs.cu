// Row 47
#include <perfgate/benchmark.h>

#include "NVIDIA/cuda-samples/Samples/3_CUDA_Features/simpleCudaGraphs/simpleCudaGraphs.cu"

#ifndef PERFGATE_HOST
#include <stdexcept>

namespace
{
void check(cudaError_t error)
{
    if (error != cudaSuccess)
        throw std::runtime_error(cudaGetErrorString(error));
}

struct Plan
{
    cudaGraphExec_t graph;
};
} // namespace

// The sample's graph without its copies from and to the host: both sums are set to zero, then its two kernels run.
PERFGATE_SETUP(graph_sum)(perfgate::SetUp& setup, float* x, double* sums, double* sum, int n, int blocks)
{
    cudaGraph_t graph;
    check(cudaGraphCreate(&graph, 0));

    cudaMemsetParams zeros{};
    zeros.elementSize = 4;
    zeros.height = 1;
    zeros.dst = sums;
    zeros.width = 2 * blocks;
    cudaGraphNode_t cleared[2];
    check(cudaGraphAddMemsetNode(&cleared[0], graph, nullptr, 0, &zeros));
    zeros.dst = sum;
    zeros.width = 2;
    check(cudaGraphAddMemsetNode(&cleared[1], graph, &cleared[0], 1, &zeros));

    size_t count = n;
    size_t outputs = blocks;
    void* arguments[] = { &x, &sums, &count, &outputs };
    cudaKernelNodeParams kernel{};
    kernel.func = reinterpret_cast<void*>(reduce);
    kernel.gridDim = dim3(blocks);
    kernel.blockDim = dim3(THREADS_PER_BLOCK);
    kernel.kernelParams = arguments;
    cudaGraphNode_t first;
    check(cudaGraphAddKernelNode(&first, graph, &cleared[1], 1, &kernel));

    void* last_arguments[] = { &sums, &sum, &outputs };
    kernel.func = reinterpret_cast<void*>(reduceFinal);
    kernel.gridDim = dim3(1);
    kernel.kernelParams = last_arguments;
    cudaGraphNode_t last;
    check(cudaGraphAddKernelNode(&last, graph, &first, 1, &kernel));

    check(cudaGraphInstantiate(&setup.state<Plan>().graph, graph, 0));
    check(cudaGraphDestroy(graph));
    setup.at_end<Plan>([](Plan& plan) { cudaGraphExecDestroy(plan.graph); });
}

PERFGATE_BENCHMARK(graph_sum)(perfgate::Call& call, float*, double*, double*, int, int)
{
    check(cudaGraphLaunch(call.state<Plan>().graph, call.stream()));
}
#endif
