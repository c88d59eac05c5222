// Row 29 of the table in README.md.
#include "siboehm/SGEMM_CUDA/src/kernels/1_naive.cuh"
