// Row 73. The host device leaves out the header that has these two.
#ifdef PERFGATE_HOST
#include <cstdint>

static __device__ void ggml_cuda_pdl_lc() { }
static __device__ void ggml_cuda_pdl_sync() { }
#endif

#include "ggml-org/ggml/src/ggml-cuda/scale.cu"
