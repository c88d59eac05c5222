// Row 84
#define TCNN_MIN_GPU_ARCH 75
#define TCNN_HALF_PRECISION 1

#include "NVlabs/tiny-cuda-nn/src/encoding.cu"
