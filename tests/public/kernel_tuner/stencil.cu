// Row 1 of the table in README.md.
#include "KernelTuner/kernel_tuner/examples/cuda/stencil.cu"
