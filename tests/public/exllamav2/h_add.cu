// Row 71. It needs PyTorch's headers.
#include "turboderp/exllamav2/exllamav2/exllamav2_ext/cuda/h_add.cu"
