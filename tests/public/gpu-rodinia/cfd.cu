// Row 20 of the table in README.md. The file's main() calls a function that CUDA 13 has under another name only.
#define cudaThreadSynchronize cudaDeviceSynchronize
#include "yuhc/gpu-rodinia/cuda/cfd/euler3d.cu"
