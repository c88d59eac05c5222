// Row 74
#include "ggml-org/ggml/src/ggml-cuda/norm.cu"
