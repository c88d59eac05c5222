// Row 76
#include "bitsandbytes-foundation/bitsandbytes/csrc/kernels.cu"
