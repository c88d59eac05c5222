// Row 10 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/srad/srad_v2/srad_kernel.cu"
