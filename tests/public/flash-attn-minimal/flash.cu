// Row 32 of the table in README.md. On a GPU it needs PyTorch's headers: -p:PublicTorch=.../site-packages/torch.
#include "tspeterkim/flash-attention-minimal/flash.cu"
