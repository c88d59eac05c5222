// Row 31 of the table in README.md.
#include "siboehm/SGEMM_CUDA/src/kernels/10_kernel_warptiling.cuh"
