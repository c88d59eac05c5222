// Row 63. nvcc asks for the header of std::uintptr_t.
#include <cstdint>
#include "BBuf/how-to-optim-algorithm-in-cuda/cuda-kernels/fast-atomic-add/fast_atomic_add_half.cu"
