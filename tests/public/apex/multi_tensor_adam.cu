// Row 72. It needs PyTorch's headers.
#include "NVIDIA/apex/csrc/multi_tensor_adam.cu"
