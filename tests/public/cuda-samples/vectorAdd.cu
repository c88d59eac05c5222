// Row 33 of the table in README.md.
#include "NVIDIA/cuda-samples/Samples/0_Introduction/vectorAdd/vectorAdd.cu"
