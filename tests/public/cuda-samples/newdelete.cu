// Row 52
#include "NVIDIA/cuda-samples/Samples/3_CUDA_Features/newdelete/newdelete.cu"

// Which thread gets which number differs from run to run. How often each number is there does not.
__global__ void count_results(const int* result, int* counts, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        atomicAdd(&counts[result[i] + 1], 1);
}
