// Row 56
#include "zjin-lcf/HeCBench/src/urng-cuda/main.cu"
