// Row 62
#include "zjin-lcf/HeCBench/src/bincount-cuda/main.cu"
