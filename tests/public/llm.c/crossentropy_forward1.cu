// Row 25 of the table in README.md.
#include "karpathy/llm.c/dev/cuda/crossentropy_forward.cu"
