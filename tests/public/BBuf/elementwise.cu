// Row 65
#include "BBuf/how-to-optim-algorithm-in-cuda/cuda-kernels/elementwise/elementwise.cu"
