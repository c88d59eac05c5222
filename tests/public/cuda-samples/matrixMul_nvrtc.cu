// Row 38 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/0_Introduction/matrixMul_nvrtc/matrixMul_kernel.cu"
