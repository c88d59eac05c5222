// Row 57
#include "zjin-lcf/HeCBench/src/rodrigues-cuda/main.cu"
