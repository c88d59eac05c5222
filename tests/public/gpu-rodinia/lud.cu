// Row 13 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/lud/cuda/lud_kernel.cu"
