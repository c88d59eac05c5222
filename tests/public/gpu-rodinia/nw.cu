// Row 9 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/nw/needle_kernel.cu"
