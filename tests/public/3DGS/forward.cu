// Row 75. It needs GLM's headers.
#include "graphdeco-inria/diff-gaussian-rasterization/cuda_rasterizer/forward.cu"
