// Row 37 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/0_Introduction/matrixMul/matrixMul.cu"
