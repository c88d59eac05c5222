// Row 2 of the table in README.md.
#include "KernelTuner/kernel_tuner/examples/cuda/matmul.cu"
