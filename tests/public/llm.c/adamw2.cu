// Row 27 of the table in README.md.
#include "karpathy/llm.c/dev/cuda/adamw.cu"
