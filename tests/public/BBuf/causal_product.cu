// Row 66. It needs PyTorch's headers.
#include "BBuf/how-to-optim-algorithm-in-cuda/cuda-kernels/linear-attention/causal_product_cuda.cu"
