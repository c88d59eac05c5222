// Row 64
#include "BBuf/how-to-optim-algorithm-in-cuda/cuda-kernels/reduce/reduce_v7_shfl_down_sync.cu"
