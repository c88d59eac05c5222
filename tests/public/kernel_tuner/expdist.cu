// Row 7 of the table in README.md.
#include "KernelTuner/kernel_tuner/examples/cuda/expdist.cu"
