// Row 83. It needs C++20: -p:PublicFolder=ThunderKittens.
#define KITTENS_HOPPER

#include <perfgate/benchmark.h>

#include "HazyResearch/ThunderKittens/kernels/layernorm/layernorm.cu"

#include <new>

// With a constant of an unnamed namespace in place of the number, g++ does not compile what nvcc makes of this.
using Globals = norm_globals<1024>;

namespace
{
// The struct that the kernel takes by value has tensor maps, which the driver makes for the addresses of the buffers.
struct Plan
{
    alignas(Globals) unsigned char globals[sizeof(Globals)];
};
} // namespace

PERFGATE_SETUP(layernorm)(perfgate::SetUp& setup, bf16* x, bf16* residual, bf16* weight, bf16* bias, bf16* y,
                          bf16* sum, int batch, int length)
{
    const size_t size = Globals::d_model;
    const size_t sequences = batch;
    const size_t rows = length;
    const Globals::x_gl large[] = { { x, sequences, 1, rows, size },
                                    { residual, sequences, 1, rows, size },
                                    { y, sequences, 1, rows, size },
                                    { sum, sequences, 1, rows, size } };
    const Globals::x_gl small[] = { { weight, 1, 1, 1, size }, { bias, 1, 1, 1, size } };
    new (setup.state<Plan>().globals)
        Globals{ large[0], large[1], large[2], large[3], small[0], small[1], length / 2, 2 };
}

PERFGATE_BENCHMARK(layernorm)(perfgate::Call& call, bf16*, bf16*, bf16*, bf16*, bf16*, bf16*, int batch, int length)
{
    const Globals& globals = *reinterpret_cast<const Globals*>(call.state<Plan>().globals);
    call.launch(layernorm_tk<1024>, dim3(length / 2, batch), NUM_THREADS, 25480, globals, 2);
}
