// Row 80. It needs its own CCCL and Catch2: -p:PublicFolder=cccl.
#include "NVIDIA/cccl/cub/examples/block/example_block_reduce.cu"
