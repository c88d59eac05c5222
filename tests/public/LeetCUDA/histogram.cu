// Row 67. It needs PyTorch's headers.
#include "xlite-dev/LeetCUDA/kernels/histogram/histogram.cu"
