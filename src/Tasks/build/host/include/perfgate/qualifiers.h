// CUDA's qualifiers.
//
// __global__ functions are inlined into the loop over the threads of a block, and nothing but the exported entry points
// is visible outside the module: two modules of one process may define the same names.
// __shared__ is thread_local, because all threads of a block are fibres of one OS thread. That makes
// `extern __shared__ T name[];` outside of a function a declaration, which PERFGATE_DYNAMIC_SHARED(T, name) defines
// after the file. In a function, the copy that is compiled has a pointer in its place (Core/Kernels/HostSource.cs).
#pragma once

// A static kernel needs no visibility, and gets one all the same.
#pragma GCC diagnostic ignored "-Wattributes"

#define __global__ inline __attribute__((always_inline, visibility("hidden")))
#define __device__
#define __host__
#define __shared__ thread_local
// A static one that the file itself never sets is no constant to the optimiser: a manifest may set it.
#define __constant__ __attribute__((used))
#define __managed__
#define __grid_constant__
#define __launch_bounds__(...)
#define __cluster_dims__(...)
#define __forceinline__ inline __attribute__((always_inline))
// Empty, as headers of the standard library write __attribute__((__noinline__)).
#define __noinline__
#define __align__(n) __attribute__((aligned(n)))
#define __builtin_align__(n) __attribute__((aligned(n)))
