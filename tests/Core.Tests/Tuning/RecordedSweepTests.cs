using PerfGate.Benchmarks;
using PerfGate.Core.Tuning;

namespace PerfGate.Core.Tests.Tuning;

/// <summary>Searches over the times of 225 variants of <c>gemm_f32</c>, which an H200 took.</summary>
public sealed class RecordedSweepTests
{
    private static readonly TuneReplay Sweep = TuneReplay.Read(
        Checkout.PathOf("docs/data/tune-h200/gemm_f32.bench.json"),
        Checkout.PathOf("docs/data/tune-h200/tune.jsonl")
    );

    [Fact]
    public void Local_search_comes_near_the_best_at_a_tenth_of_the_evaluations()
    {
        var found = Sweep.Search(TuningStrategy.Local, Sweep.Variants / 10, seeds: 10);

        Assert.Equal(225, Sweep.Variants);
        Assert.InRange(found.Count(f => f.Behind <= 0.02), 9, 10);
    }

    [Fact]
    public void Local_search_beats_random_search()
    {
        double Median(TuningStrategy strategy) =>
            Sweep.Search(strategy, Sweep.Variants / 10, seeds: 101).Select(f => f.Behind).Order().ElementAt(50);

        Assert.InRange(Median(TuningStrategy.Local), 0, Median(TuningStrategy.Random) / 2);
    }
}
