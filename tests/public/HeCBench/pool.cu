// Row 59
#include "zjin-lcf/HeCBench/src/pool-cuda/main.cu"
