// Row 42 of the table in README.md. The texture lies over the buffer, where the sample copies its image into an array.
#include <perfgate/benchmark.h>

#include "NVIDIA/cuda-samples/Samples/0_Introduction/simpleTexture/simpleTexture.cu"

#include <stdexcept>

namespace
{
struct Plan
{
    cudaTextureObject_t texture;
};
} // namespace

PERFGATE_SETUP(rotate)(perfgate::SetUp& setup, const float* x, float*, int width, int height, float)
{
    cudaResourceDesc image{};
    image.resType = cudaResourceTypePitch2D;
    image.res.pitch2D.devPtr = const_cast<float*>(x);
    image.res.pitch2D.desc = cudaCreateChannelDesc<float>();
    image.res.pitch2D.width = width;
    image.res.pitch2D.height = height;
    image.res.pitch2D.pitchInBytes = width * sizeof(float);
    cudaTextureDesc how{};
    how.normalizedCoords = true;
    how.filterMode = cudaFilterModeLinear;
    how.addressMode[0] = cudaAddressModeWrap;
    how.addressMode[1] = cudaAddressModeWrap;
    how.readMode = cudaReadModeElementType;
    if (const auto error = cudaCreateTextureObject(&setup.state<Plan>().texture, &image, &how, nullptr))
        throw std::runtime_error(cudaGetErrorString(error));
    setup.at_end<Plan>([](Plan& plan) { cudaDestroyTextureObject(plan.texture); });
}

PERFGATE_BENCHMARK(rotate)(perfgate::Call& call, const float*, float* y, int width, int height, float angle)
{
    const dim3 grid(width / 8, height / 8);
    call.launch(transformKernel, grid, dim3(8, 8), 0, y, width, height, angle, call.state<Plan>().texture);
}
