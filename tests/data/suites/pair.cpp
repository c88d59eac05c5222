// The program behind pairs.zip: built as it is, and with -DEXTRA=0.05 for 5 % more work.
#include <benchmark/benchmark.h>

#ifndef EXTRA
#define EXTRA 0
#endif

static long steps(long n) { return n + long(n * EXTRA); }

static void BM_Lcg(benchmark::State& state)
{
    for (auto _ : state) {
        unsigned x = 1;
        for (long i = 0, n = steps(state.range(0)); i < n; i++) {
            x = x * 1664525u + 1013904223u;
            benchmark::DoNotOptimize(x);
        }
    }
}
BENCHMARK(BM_Lcg)->Arg(20000);

static void BM_Divide(benchmark::State& state)
{
    for (auto _ : state) {
        double x = 1e300;
        for (long i = 0, n = steps(4000); i < n; i++) {
            x = x / 1.0000001;
            benchmark::DoNotOptimize(x);
        }
    }
}
BENCHMARK(BM_Divide);

BENCHMARK_MAIN();
