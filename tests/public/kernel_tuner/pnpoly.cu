// Row 6 of the table in README.md.
#include "KernelTuner/kernel_tuner/examples/cuda/pnpoly.cu"
