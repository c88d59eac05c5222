// Row 49
#include "NVIDIA/cuda-samples/Samples/2_Concepts_and_Techniques/reduction/reduction_kernel.cu"
