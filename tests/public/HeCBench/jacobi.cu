// Row 55
#include "zjin-lcf/HeCBench/src/jacobi-cuda/main.cu"
