// Row 36 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/5_Domain_Specific/BlackScholes/BlackScholes.cu"
