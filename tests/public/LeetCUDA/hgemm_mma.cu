// Row 70. It needs PyTorch's headers.
#include "xlite-dev/LeetCUDA/kernels/hgemm/mma/basic/hgemm_mma.cu"
