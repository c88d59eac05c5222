// Row 48
#include "NVIDIA/cuda-samples/Samples/6_Performance/LargeKernelParameter/LargeKernelParameter.cu"
