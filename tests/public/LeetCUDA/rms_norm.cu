// Row 69. It needs PyTorch's headers.
#include "xlite-dev/LeetCUDA/kernels/rms-norm/rms_norm.cu"
