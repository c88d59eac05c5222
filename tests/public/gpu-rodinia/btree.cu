// Row 18 of the table in README.md. The kernel's file has no includes of its own.
#include "yuhc/gpu-rodinia/cuda/b+tree/common.h"
#include "yuhc/gpu-rodinia/cuda/b+tree/kernel/kernel_gpu_cuda.cu"
