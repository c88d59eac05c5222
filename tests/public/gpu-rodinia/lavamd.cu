// Row 17 of the table in README.md. The kernel's file has no includes of its own.
#include "yuhc/gpu-rodinia/cuda/lavaMD/main.h"
#include "yuhc/gpu-rodinia/cuda/lavaMD/kernel/kernel_gpu_cuda.cu"
