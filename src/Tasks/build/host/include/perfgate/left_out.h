// What a file reads in place of a header that its manifest leaves out. Headers of libraries bring CUDA's 16-bit floats
// with them, and kernels use these.
#pragma once

#include "../cuda_bf16.h"
#include "../cuda_fp16.h"
