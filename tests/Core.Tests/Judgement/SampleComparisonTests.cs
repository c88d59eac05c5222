using System.Collections.Immutable;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Two sets of samples compared outside a gate.</summary>
public class SampleComparisonTests
{
    [Fact]
    public void An_improvement_is_one_by_the_typical_run_too()
    {
        // Three of ten reference runs are slow enough that the mean proves the candidate faster; the others are as fast
        // as the candidate.
        var compared = SampleComparison.Of(
            [.. Enumerable.Range(0, 60).Select(i => Each((i % 10 < 3 ? 18e6 : 10e6) * (1 + 0.0001 * (i % 7))))],
            [.. Enumerable.Range(0, 60).Select(i => Each(9.99e6 * (1 + 0.0001 * (i % 7))))], 0.01);

        Assert.True(compared.RatioInterval[1] < 0.99);
        Assert.Equal(CaseVerdict.Pass, compared.Verdict);

        static ImmutableArray<double> Each(double ns) => [ns];
    }

    [Fact]
    public void Effect_sizes_of_huge_and_tiny_times_are_numbers()
    {
        var compared = SampleComparison.Of(
            [.. Enumerable.Range(1, 6).Select(i => ImmutableArray.Create(i * 1e-300))],
            [.. Enumerable.Range(1, 6).Select(i => ImmutableArray.Create(i * 1e300))], 0.01);

        Assert.InRange(compared.HedgesG, 1, 10);
    }
}
