// Row 5 of the table in README.md.
#include "KernelTuner/kernel_tuner/examples/cuda/convolution.cu"
