// Row 16 of the table in README.md. Another kernel of the file reads texture references, which CUDA has no longer had
// since version 12. So that the file compiles, this stands in for them; nothing that is measured uses it.
template <class T, int Dimensions, int Mode>
struct TextureReference
{
};
template <class T, int Dimensions, int Mode>
__device__ T tex1Dfetch(TextureReference<T, Dimensions, Mode>, int)
{
    return T();
}
#define texture __device__ TextureReference
#ifdef PERFGATE_HOST
#define cudaReadModeElementType 0
#endif
#include "yuhc/gpu-rodinia/cuda/kmeans/kmeans_cuda_kernel.cu"
