// Row 30 of the table in README.md.
#include "siboehm/SGEMM_CUDA/src/kernels/6_kernel_vectorize.cuh"
