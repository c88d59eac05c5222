// Row 54
#include "NVIDIA/cuda-samples/Samples/5_Domain_Specific/binomialOptions/binomialOptions_kernel.cu"
