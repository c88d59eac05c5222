// Row 50
#include "NVIDIA/cuda-samples/Samples/0_Introduction/clock/clock.cu"
