// Row 41 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/2_Concepts_and_Techniques/convolutionSeparable/convolutionSeparable.cu"
