// Attack: the set-up of a function, which is not timed, computes the results, and each call copies them.
// Caught by: rule 1, every timed launch starts from the state that the check starts from: a set-up finds no inputs.
// Verdict: incorrect

#include "work.cuh"
#include <perfgate/benchmark.h>

struct Results
{
    float* values;
};

PERFGATE_SETUP(computes_in_its_set_up)(perfgate::SetUp& setup, const float* x, float*, int n)
{
    Results& results = setup.state<Results>();
    results.values = new float[n];
    for (int i = 0; i < n; i++)
        results.values[i] = work(x[i]);
    setup.at_end<Results>([](Results& made) { delete[] made.values; });
}

PERFGATE_BENCHMARK(computes_in_its_set_up)(perfgate::Call& call, const float*, float* y, int n)
{
    const float* values = call.state<Results>().values;
    for (int i = 0; i < n; i++)
        y[i] = values[i];
}
