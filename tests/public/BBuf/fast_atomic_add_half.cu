// Row 63
#include "BBuf/how-to-optim-algorithm-in-cuda/cuda-kernels/fast-atomic-add/fast_atomic_add_half.cu"
