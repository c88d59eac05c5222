// Row 26 of the table in README.md.
#include "karpathy/llm.c/dev/cuda/encoder_forward.cu"
