// Row 28 of the table in README.md.
#include "karpathy/llm.c/dev/cuda/global_norm.cu"
