// Row 15 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/bfs/bfs.cu"
