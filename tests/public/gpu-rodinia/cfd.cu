// Row 20 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/cfd/euler3d.cu"
