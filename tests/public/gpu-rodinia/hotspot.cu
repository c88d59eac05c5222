// Row 11 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/hotspot/hotspot.cu"
