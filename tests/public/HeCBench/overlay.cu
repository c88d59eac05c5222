// Row 58
#include "zjin-lcf/HeCBench/src/overlay-cuda/main.cu"
