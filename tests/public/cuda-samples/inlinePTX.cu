// Row 44 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/2_Concepts_and_Techniques/inlinePTX/inlinePTX.cu"
