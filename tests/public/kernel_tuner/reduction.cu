// Row 4 of the table in README.md. A pragma needs the unroll factor as a constant, which Kernel Tuner writes before the
// source.
constexpr int loop_unroll_factor_0 = 1;
// Its macro vector is defined here: nvcc's own headers, which come before, use that name.
#define vector VECTOR_WIDTH
#include "KernelTuner/kernel_tuner/examples/cuda/reduction.cu"
