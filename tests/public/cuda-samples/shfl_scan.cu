// Row 34 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/2_Concepts_and_Techniques/shfl_scan/shfl_scan.cu"
