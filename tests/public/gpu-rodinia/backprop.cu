// Row 14 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/backprop/backprop_cuda_kernel.cu"
