// The instructions of compute capability 9.0 that sdpa_flash_wgmma uses: barriers in shared memory, and products of
// warpgroups.
#pragma once

#include <stdint.h>

namespace
{
__device__ __forceinline__ void begin_barrier(uint32_t barrier, int arrivals)
{
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(barrier), "r"(arrivals) : "memory");
}

__device__ __forceinline__ void arrive(uint32_t barrier)
{
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(barrier) : "memory");
}

__device__ __forceinline__ void wait_for_barrier(uint32_t barrier, uint32_t parity)
{
    uint32_t done;
    do
    {
        asm volatile("{\n"
                     ".reg .pred p;\n"
                     "mbarrier.try_wait.parity.shared::cta.b64 p, [%1], %2;\n"
                     "selp.b32 %0, 1, 0, p;\n"
                     "}"
                     : "=r"(done)
                     : "r"(barrier), "r"(parity)
                     : "memory");
    } while (!done);
}

// What this thread wrote to shared memory is there for the tensor cores.
__device__ __forceinline__ void publish_to_tensor_cores()
{
    asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

// Describes rows of 128 bytes in groups of 8, 1024 bytes apart, with the swizzle of 128 bytes. The address is in units
// of 16 bytes.
constexpr uint32_t DescribedRows = 64 << 16;

__device__ __forceinline__ uint64_t describe(uint32_t described_rows)
{
    uint64_t matrix;
    asm("mov.b64 %0, {%1, %2};" : "=l"(matrix) : "r"(described_rows), "n"(1 << 30 | 64));
    return matrix;
}

#define FOUR(how, x, i) how((x)[i]), how((x)[i + 1]), how((x)[i + 2]), how((x)[i + 3])
#define SIXTEEN(how, x, i) FOUR(how, x, i), FOUR(how, x, i + 4), FOUR(how, x, i + 8), FOUR(how, x, i + 12)
#define THIRTY_TWO(how, x, i) SIXTEEN(how, x, i), SIXTEEN(how, x, i + 16)
#define SIXTY_FOUR(how, x, i) THIRTY_TWO(how, x, i), THIRTY_TWO(how, x, i + 32)
#define SET(x) "=f"(x)
#define ADD(x) "+f"(x)

#define REGISTERS_32                                                                                                  \
    "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, " \
    "%24, %25, %26, %27, %28, %29, %30, %31}"
#define REGISTERS_64                                                                                                  \
    "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, " \
    "%24, %25, %26, %27, %28, %29, %30, %31, %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, "  \
    "%46, %47, %48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63}"

// Accumulators and operands in registers belong to the tensor cores from here until the wait.
__device__ __forceinline__ void begin_products()
{
    asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
}

__device__ __forceinline__ void commit_products()
{
    asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}

// The accumulators are operands, so that the compiler reads none of them before.
template <int Pending>
__device__ __forceinline__ void wait_for_products(float (&sums)[32])
{
    asm volatile("wgmma.wait_group.sync.aligned %32;" : THIRTY_TWO(ADD, sums, 0) : "n"(Pending) : "memory");
}

template <int Pending>
__device__ __forceinline__ void wait_for_products(float (&sums)[64])
{
    asm volatile("wgmma.wait_group.sync.aligned %64;" : SIXTY_FOUR(ADD, sums, 0) : "n"(Pending) : "memory");
}

// 64 by 64 and 64 by 128 scores of 16 columns of queries and keys. The first product sets the scores, the others add.
__device__ __forceinline__ void set_scores(float (&score)[32], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %34, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 " REGISTERS_32 ", %32, %33, p, 1, 1, 0, 0;\n}"
                 : THIRTY_TWO(SET, score, 0)
                 : "l"(queries), "l"(keys), "r"(0)
                 : "memory");
}

__device__ __forceinline__ void set_scores(float (&score)[64], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %66, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16 " REGISTERS_64 ", %64, %65, p, 1, 1, 0, 0;\n}"
                 : SIXTY_FOUR(SET, score, 0)
                 : "l"(queries), "l"(keys), "r"(0)
                 : "memory");
}

__device__ __forceinline__ void add_scores(float (&score)[32], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %34, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 " REGISTERS_32 ", %32, %33, p, 1, 1, 0, 0;\n}"
                 : THIRTY_TWO(ADD, score, 0)
                 : "l"(queries), "l"(keys), "r"(1)
                 : "memory");
}

__device__ __forceinline__ void add_scores(float (&score)[64], uint64_t queries, uint64_t keys)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %66, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16 " REGISTERS_64 ", %64, %65, p, 1, 1, 0, 0;\n}"
                 : SIXTY_FOUR(ADD, score, 0)
                 : "l"(queries), "l"(keys), "r"(1)
                 : "memory");
}

// Adds the values of 16 keys by their weights. A row of values is a row in memory, so the operand is a transposed one.
__device__ __forceinline__ void add_values(float (&out)[32], const uint32_t* weight, uint64_t values)
{
    asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %37, 0;\n"
                 "wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 " REGISTERS_32
                 ", {%32, %33, %34, %35}, %36, p, 1, 1, 1;\n}"
                 : THIRTY_TWO(ADD, out, 0)
                 : "r"(weight[0]), "r"(weight[1]), "r"(weight[2]), "r"(weight[3]), "l"(values), "r"(1)
                 : "memory");
}
}
