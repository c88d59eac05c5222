// Row 61
#include "zjin-lcf/HeCBench/src/che-cuda/kernels.h"
