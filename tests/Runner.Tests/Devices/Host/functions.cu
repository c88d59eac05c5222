// What a function is given, as tests see it. MARK tells two builds apart.
#include <perfgate/benchmark.h>

#ifndef MARK
#define MARK 1
#endif

namespace
{
int torn_down = 0;
int calls_of_the_library = 0;
} // namespace

inline int& shared_by_headers()
{
    static int value = MARK;
    return value;
}

template <int Factor>
__global__ void scale(const int* x, int* y, int n)
{
    int const i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        y[i] = Factor * x[i];
}

// y = 3 x by a kernel, its result passed through scratch memory.
PERFGATE_BENCHMARK(triple)(perfgate::Call& call, const int* x, int* y, int n)
{
    auto* kept = static_cast<int*>(call.scratch(std::size_t(n) * sizeof(int)));
    call.launch(scale<3>, (n + 31) / 32, 32, 0, x, kept, n);
    call.launch(scale<1>, (n + 31) / 32, 32, 0, kept, y, n);
}

// y[0] = where the first scratch memory is, y[1] = where the second, y[2] = its first byte.
PERFGATE_BENCHMARK(scratches)(perfgate::Call& call, long long* y, long long bytes)
{
    auto* first = static_cast<unsigned char*>(call.scratch(3));
    y[0] = reinterpret_cast<long long>(first);
    y[1] = reinterpret_cast<long long>(call.scratch(std::size_t(bytes)));
    y[2] = first[0];
    first[0] = 7;
}

struct Plan
{
    int seen;
    int factor;
    int calls;
};

PERFGATE_SETUP(planned)(perfgate::SetUp& setup, const int* x, int* y, int n)
{
    auto& plan = setup.state<Plan>();
    plan = {x[n - 1], MARK, 0};
    y[0] = 5;
    setup.at_end<Plan>([](Plan& made) { torn_down += made.factor; });
}

// y = what the set-up saw of x, its factor, and how often the state and the library were asked before.
PERFGATE_BENCHMARK(planned)(perfgate::Call& call, const int*, int* y, int)
{
    auto& plan = const_cast<Plan&>(call.state<Plan>());
    y[0] = plan.seen;
    y[1] = plan.factor;
    y[2] = plan.calls++;
    y[3] = calls_of_the_library++;
    y[4] = shared_by_headers()++;
}

struct alignas(128) Largest
{
    int numbers[1024];
};

PERFGATE_SETUP(largest)(perfgate::SetUp& setup, long long*) { setup.state<Largest>().numbers[1023] = 12; }

// y = where the state is, and its last number.
PERFGATE_BENCHMARK(largest)(perfgate::Call& call, long long* y)
{
    auto& state = call.state<Largest>();
    y[0] = reinterpret_cast<long long>(&state) % 128;
    y[1] = state.numbers[1023];
}

PERFGATE_BENCHMARK(destroyed)(perfgate::Call&, int* y) { *y = torn_down; }

PERFGATE_BENCHMARK(without_set_up)(perfgate::Call& call, int* y) { *y = call.state<Plan>().factor; }

PERFGATE_BENCHMARK(throws)(perfgate::Call&, int) { throw std::runtime_error("no plan fits"); }

PERFGATE_BENCHMARK(asks_too_much_of_a_block)(perfgate::Call& call, int n)
{
    call.launch(scale<1>, 1, n, 0, nullptr, nullptr, 0);
}

__device__ int set_factor;

__global__ void store_factor(int* y) { *y = set_factor++; }

PERFGATE_SETUP(filled)(perfgate::SetUp&, int*, int factor)
{
    cudaMemcpyToSymbol(set_factor, &factor, sizeof factor);
}

// y = the variable that the set-up filled, which each launch changes.
PERFGATE_BENCHMARK(filled)(perfgate::Call& call, int* y, int) { call.launch(store_factor, 1, 1, 0, y); }
