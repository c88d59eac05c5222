// Row 4 of the table in README.md.
#include "KernelTuner/kernel_tuner/examples/cuda/reduction.cu"
