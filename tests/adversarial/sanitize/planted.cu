// Four kernels with one error each, for `perfgate sanitize` to find: the line that a tool has to name ends with the
// tool's name. Each gives plausible results, so that a check of the outputs alone could miss it.

// The last block writes 24 elements past the end of y: the comparison should be with n.
extern "C" __global__ void writes_past_the_end(const float* x, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const float value = i < n ? x[i] : 0.0f;
    if (i < n + 24)
        y[i] = 2.0f * value; // memcheck
}

// Threads read what threads of other warps write, without a barrier between.
extern "C" __global__ void races_in_shared_memory(const float* x, float* y)
{
    __shared__ float tile[256];
    tile[threadIdx.x] = x[blockIdx.x * 256 + threadIdx.x]; // racecheck
    y[blockIdx.x * 256 + threadIdx.x] = tile[255 - threadIdx.x]; // racecheck
}

// Nothing has written scratch.
extern "C" __global__ void reads_what_nobody_wrote(const float* x, const float* scratch, float* y, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        y[i] = fmaxf(x[i], scratch[i]); // initcheck
}

// Every second thread of a warp reaches the barrier.
extern "C" __global__ void diverges_at_a_barrier(const float* x, float* y)
{
    __shared__ float tile[256];
    tile[threadIdx.x] = x[blockIdx.x * 256 + threadIdx.x];
    if (threadIdx.x % 2 == 1)
        __syncthreads(); // synccheck
    y[blockIdx.x * 256 + threadIdx.x] = tile[threadIdx.x];
}
