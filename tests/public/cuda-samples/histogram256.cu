// Row 40 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/2_Concepts_and_Techniques/histogram/histogram256.cu"
