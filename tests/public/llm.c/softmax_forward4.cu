// Row 22 of the table in README.md.
#include "karpathy/llm.c/dev/cuda/softmax_forward.cu"
