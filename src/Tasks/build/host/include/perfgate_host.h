// CUDA's built-ins for the host device: a .cu file compiles against this header with g++ or clang++ and runs its blocks
// on CPU threads, the threads of a block as fibres. docs/host-device.md says what is there and how it behaves.
// Included before the first line of every .cu file (-include perfgate_host.h).
#pragma once

#if !defined(__cplusplus) || __cplusplus < 201703L
#error "perfgate_host.h needs C++17: compile with -x c++ -std=c++17"
#endif

// A file that also holds code for nvcc's host side guards it with this.
#define PERFGATE_HOST 1

// The standard headers come before the qualifiers: libstdc++ spells attributes __noinline__.
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// These come with CUDA's own headers, so that sources do without including them.
#include <limits.h>
#include <time.h>

#include <unistd.h>

#include "perfgate/vector_types.h"
#include "library_types.h"
#include "perfgate/runtime_types.h"
#include "perfgate/qualifiers.h"
#include "perfgate/fault.h"
#include "perfgate/context.h"
#include "perfgate/stacks.h"
#include "perfgate/threads.h"
#include "perfgate/block.h"
#include "perfgate/scheduler.h"
#include "perfgate/barriers.h"
#include "perfgate/warp.h"
#include "perfgate/math.h"
#include "perfgate/bits.h"
#include "perfgate/simd.h"
#include "perfgate/dpx.h"
#include "perfgate/memory.h"
#include "perfgate/atomics.h"
#include "perfgate/pool.h"
#include "perfgate/grid.h"
#include "perfgate/runtime.h"
#include "perfgate/runtime_memory.h"
#include "perfgate/textures.h"
#include "perfgate/launch.h"
#include "perfgate/launch_config.h"
#include "perfgate/runtime_rest.h"
#include "perfgate/export.h"

#include "assert.h"
