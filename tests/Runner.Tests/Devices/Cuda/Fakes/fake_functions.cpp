// Benchmark functions that use the fake driver as code with the CUDA runtime uses a real one.
#include <perfgate/benchmark_export.h>

#include <dlfcn.h>

namespace
{
enum Kind
{
    Copy = 1,
    Memset = 2,
    Kernel = 3,
};

void work(Kind kind, unsigned stream = 7)
{
    static auto const driver
        = reinterpret_cast<void (*)(int, unsigned)>(dlsym(dlopen("libcuda.so.1", RTLD_NOW), "fake_cuda_work"));
    driver(kind, stream);
}

int calls = 0;
bool fresh = false;
} // namespace

// 1000 + 500 + 10 + 1000 ns.
PERFGATE_BENCHMARK(steady)(perfgate::Call& call, int* y, int n)
{
    auto* scratch = static_cast<int*>(call.scratch(sizeof(int)));
    work(Kernel);
    work(Memset);
    work(Kernel);
    *scratch = n;
    *y = *scratch;
}

PERFGATE_BENCHMARK(grows)(perfgate::Call&)
{
    for (int i = 0; i <= calls; i++)
        work(Kernel);
    calls++;
}

PERFGATE_BENCHMARK(grows_later)(perfgate::Call&)
{
    work(Kernel);
    if (calls++ == 8)
        work(Copy);
}

PERFGATE_BENCHMARK(swaps_later)(perfgate::Call&) { work(calls++ < 8 ? Kernel : Memset); }

PERFGATE_BENCHMARK(idle)(perfgate::Call&) {}

PERFGATE_BENCHMARK(spreads)(perfgate::Call&)
{
    work(Kernel);
    work(Kernel, 8);
}

// Tells how often it was called. The first call after a set-up does more.
PERFGATE_SETUP(counts)(perfgate::SetUp&, int*, int) { fresh = true; }

PERFGATE_BENCHMARK(counts)(perfgate::Call&, int* y, int)
{
    if (fresh)
    {
        work(Kernel);
        work(Memset);
    }
    fresh = false;
    work(Kernel);
    *y = ++calls;
}

PERFGATE_EXPORT_FUNCTION(counts, &perfgate_benchmark_counts, &perfgate_setup_counts)
PERFGATE_EXPORT_FUNCTION(steady, &perfgate_benchmark_steady)
PERFGATE_EXPORT_FUNCTION(grows, &perfgate_benchmark_grows)
PERFGATE_EXPORT_FUNCTION(grows_later, &perfgate_benchmark_grows_later)
PERFGATE_EXPORT_FUNCTION(swaps_later, &perfgate_benchmark_swaps_later)
PERFGATE_EXPORT_FUNCTION(idle, &perfgate_benchmark_idle)
PERFGATE_EXPORT_FUNCTION(spreads, &perfgate_benchmark_spreads)
