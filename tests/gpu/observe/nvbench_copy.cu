// A benchmark of nvbench: a copy of 64 MiB. PerfGate times its kernel while nvbench runs it.
#include <nvbench/nvbench.cuh>

#define BLOCKS_PER_100 100

// Each block copies 4096 floats. Blocks behind the last one copy the first ones again.
__global__ void copy_floats(const float4* from, float4* to, unsigned blocks)
{
    const unsigned block = blockIdx.x % blocks;
    for (unsigned i = threadIdx.x; i < 1024; i += blockDim.x)
        to[block * 1024 + i] = from[block * 1024 + i];
}

void copy(nvbench::state& state)
{
    const unsigned blocks = 4096;
    const size_t bytes = size_t(blocks) * 1024 * sizeof(float4);
    float4 *from, *to;
    NVBENCH_CUDA_CALL(cudaMalloc(&from, bytes));
    NVBENCH_CUDA_CALL(cudaMalloc(&to, bytes));
    NVBENCH_CUDA_CALL(cudaMemset(from, 0, bytes));
    state.exec(nvbench::exec_tag::no_batch,
               [=](nvbench::launch& launch)
               { copy_floats<<<blocks * BLOCKS_PER_100 / 100, 256, 0, launch.get_stream()>>>(from, to, blocks); });
    NVBENCH_CUDA_CALL(cudaFree(from));
    NVBENCH_CUDA_CALL(cudaFree(to));
}
// Its blocking kernel would wait for launches that the recording holds back.
NVBENCH_BENCH(copy).set_disable_blocking_kernel(true);

NVBENCH_MAIN
