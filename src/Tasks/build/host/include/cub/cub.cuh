// What kernels use of CUB: the collectives of a block and of a warp. Sums are formed in the order of the threads, so
// that floating-point results differ from a GPU's in the last places.
// What host code launches (cub::DeviceReduce and the like) is not there.
#pragma once

#include "block/block_load.cuh"
#include "block/block_reduce.cuh"
#include "block/block_scan.cuh"
#include "warp/warp_reduce.cuh"
#include "warp/warp_scan.cuh"
