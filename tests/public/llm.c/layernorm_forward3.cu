// Row 24 of the table in README.md.
#include "karpathy/llm.c/dev/cuda/layernorm_forward.cu"
