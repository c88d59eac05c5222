// Row 60
#include "zjin-lcf/HeCBench/src/fpc-cuda/main.cu"
