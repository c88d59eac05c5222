// Row 35 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/0_Introduction/fp16ScalarProduct/fp16ScalarProduct.cu"
