// Row 72. It needs PyTorch's headers.
#include "NVIDIA/apex/csrc/multi_tensor_adam.cu"

using Tensors = TensorListMetadata<4>;
using Adam = AdamFunctor<float, float, int32_t>;
using Mode = adamMode_t;
