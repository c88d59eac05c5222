// Row 21 of the table in README.md.
#include "karpathy/llm.c/dev/cuda/residual_forward.cu"
