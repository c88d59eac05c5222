// Row 39 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/6_Performance/transpose/transpose.cu"
