// Row 3 of the table in README.md.
#include "KernelTuner/kernel_tuner/examples/cuda/spmv.cu"
