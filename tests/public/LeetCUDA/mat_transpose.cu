// Row 68. It needs PyTorch's headers.
#include "xlite-dev/LeetCUDA/kernels/mat-transpose/mat_transpose.cu"
