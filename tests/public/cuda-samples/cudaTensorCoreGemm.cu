// Row 43 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/3_CUDA_Features/cudaTensorCoreGemm/cudaTensorCoreGemm.cu"
