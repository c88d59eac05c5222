// A texture over a buffer. The set-up makes the texture object; its address is that of the calls to come.
#include <perfgate/benchmark.h>

#include "cuda_error.h"

namespace
{
struct Plan
{
    cudaTextureObject_t texture;
};
} // namespace

// Between four pixels the texture unit gives their mean. Pixels outside of the image count as those at its edge.
__global__ void mean_of_four(cudaTextureObject_t texture, float* __restrict__ y, int width, int height)
{
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    const int row = blockIdx.y * blockDim.y + threadIdx.y;
    if (column < width && row < height)
        y[row * width + column] = tex2D<float>(texture, column + 1.0f, row + 1.0f);
}

PERFGATE_SETUP(texture_mean)(perfgate::SetUp& setup, const float* x, float*, int width, int height)
{
    cudaResourceDesc image{};
    image.resType = cudaResourceTypePitch2D;
    image.res.pitch2D.devPtr = const_cast<float*>(x);
    image.res.pitch2D.desc = cudaCreateChannelDesc<float>();
    image.res.pitch2D.width = width;
    image.res.pitch2D.height = height;
    image.res.pitch2D.pitchInBytes = width * sizeof(float);
    cudaTextureDesc how{};
    how.addressMode[0] = cudaAddressModeClamp;
    how.addressMode[1] = cudaAddressModeClamp;
    how.filterMode = cudaFilterModeLinear;
    how.readMode = cudaReadModeElementType;
    check(cudaCreateTextureObject(&setup.state<Plan>().texture, &image, &how, nullptr));
    setup.at_end<Plan>([](Plan& plan) { cudaDestroyTextureObject(plan.texture); });
}

PERFGATE_BENCHMARK(texture_mean)(perfgate::Call& call, const float*, float* y, int width, int height)
{
    const dim3 block(32, 8);
    const dim3 grid((width + block.x - 1) / block.x, (height + block.y - 1) / block.y);
    call.launch(mean_of_four, grid, block, 0, call.state<Plan>().texture, y, width, height);
}
