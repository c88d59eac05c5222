using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Judgement;
using PerfGate.Core.Statistics;
using PerfGate.Core.Tests.Statistics;
using Runs = System.Collections.Immutable.ImmutableArray<System.Collections.Immutable.ImmutableArray<double>>;

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
    public void One_series_of_samples_whose_level_steps_is_unstable_and_says_on_which_side()
    {
        ImmutableArray<ImmutableArray<double>> steady = [.. Enumerable.Range(0, 60).Select(i => Each(i, 1))];
        ImmutableArray<ImmutableArray<double>> stepped =
            [.. Enumerable.Range(0, 60).Select(i => Each(i, i < 30 ? 1 : 1.2))];

        var compared = SampleComparison.Of(steady, stepped, 0.01, sampleIsRun: true);

        Assert.Equal(CaseVerdict.Unstable, compared.Verdict);
        Assert.Contains("the candidate is not a steady series", compared.Reason, StringComparison.Ordinal);
        Assert.Contains(
            "the reference is not a steady series",
            SampleComparison.Of(stepped, steady, 0.01, sampleIsRun: true).Reason, StringComparison.Ordinal);
        // Lines of processes have no order in which a level could step.
        Assert.NotEqual(CaseVerdict.Unstable, SampleComparison.Of(steady, stepped, 0.01).Verdict);

        static ImmutableArray<double> Each(int i, double level) => [1e6 * level * (1 + 0.001 * (i % 5))];
    }

    [Fact]
    public void Many_lines_of_one_sample_may_be_of_one_process_and_one_series_says_that_it_is()
    {
        ImmutableArray<ImmutableArray<double>> lines =
            [.. Enumerable.Range(0, 20).Select(i => ImmutableArray.Create(1e6 * (1 + 0.001 * (i % 5))))];

        Assert.Equal(2, SampleComparison.Of(lines, lines, 0.01).Cautions.Length);
        Assert.Single(SampleComparison.Of(lines, lines[1..], 0.01).Cautions);
        Assert.Empty(SampleComparison.Of(lines, lines, 0.01, sampleIsRun: true).Cautions);
        Assert.Empty(SampleComparison.Of(lines.SetItem(0, [1e6, 1e6]), lines[1..], 0.01).Cautions);
    }

    // Two standard errors of a difference, by as many runs as the shorter side has.
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void What_the_runs_can_resolve_is_that_of_the_shorter_side(int runs)
    {
        ImmutableArray<ImmutableArray<double>> reference =
            [.. Enumerable.Range(0, 16).Select(i => ImmutableArray.Create(1e6 * (1 + 0.01 * (i % 5))))];
        var spread = RobustSpread.Of([.. reference.Select(r => Math.Log(r[0]))]);

        Assert.Equal(
            Math.Exp(2 * Math.Sqrt(2) * spread / Math.Sqrt(runs)) - 1,
            SampleComparison.Of(reference, reference[..runs], 0.001).Tolerance, 1e-9);
    }

    [Fact]
    public void The_first_run_is_looked_at_too()
    {
        ImmutableArray<double> stepped = [.. Enumerable.Range(0, 60).Select(i => 1e6 * (i < 30 ? 1 : 1.2))];
        ImmutableArray<ImmutableArray<double>> steady =
            [.. Enumerable.Range(0, 6).Select(_ => ImmutableArray.Create(1e6, 1.001e6))];

        Assert.Contains(
            "run 1 of the candidate is not steady",
            SampleComparison.Of(steady, steady.SetItem(0, stepped), 0.01).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_level_steps_is_named_by_its_number()
    {
        ImmutableArray<ImmutableArray<double>> steady = [.. Enumerable.Range(0, 6).Select(_ => Each(1))];

        var compared = SampleComparison.Of(steady, steady.SetItem(2, Each(1.2)), 0.01);

        Assert.Equal(CaseVerdict.Unstable, compared.Verdict);
        Assert.Contains(
            "run 3 of the candidate is not steady, repeat it: ", compared.Reason, StringComparison.Ordinal);

        static ImmutableArray<double> Each(double level) =>
            [.. Enumerable.Range(0, 60).Select(i => 1e6 * (i < 30 ? 1 : level) * (1 + 0.001 * (i % 5)))];
    }

    [Fact]
    public void Half_a_nanosecond_is_a_slow_down_and_the_tolerance_is_the_stated_one()
    {
        // A gate leaves differences below its absolute floor alone, and knows the noise of its controls.
        var compared = SampleComparison.Of(Lines(10, 10), Lines(10, 10.5), 0.01);

        Assert.Equal((CaseVerdict.Regression, 0.01), (compared.Verdict, compared.Tolerance));
    }

    [Fact]
    public void Many_lines_of_one_sample_are_called_doubtful_and_samples_of_one_series_are_not()
    {
        var (few, many) = (Lines(19, 1e6), Lines(20, 1e6));

        Assert.Empty(SampleComparison.Of(few, few, 0.01).Cautions);
        var caution = Assert.Single(SampleComparison.Of(few, many, 0.01).Cautions);
        Assert.StartsWith("each of the 20 lines of the candidate holds one sample", caution, StringComparison.Ordinal);
        Assert.Equal(2, SampleComparison.Of(many, many, 0.01).Cautions.Length);
        Assert.Empty(SampleComparison.Of(many, many, 0.01, sampleIsRun: true).Cautions);
        var longer = many.SetItem(7, [.. many[7], .. many[7]]);
        Assert.Empty(SampleComparison.Of(longer, longer, 0.01).Cautions);
    }

    [Fact]
    public void Effect_sizes_of_huge_and_tiny_times_are_numbers()
    {
        var compared = SampleComparison.Of(
            [.. Enumerable.Range(1, 6).Select(i => ImmutableArray.Create(i * 1e-300))],
            [.. Enumerable.Range(1, 6).Select(i => ImmutableArray.Create(i * 1e300))], 0.01);

        Assert.InRange(compared.HedgesG, 1, 10);

        ImmutableArray<ImmutableArray<double>> both = [[1e300], [1e300], [1e300], [1e-300], [1e300], [1e300]];
        Assert.InRange(
            SampleComparison.Of(both, [.. Enumerable.Range(1, 6).Select(i => ImmutableArray.Create(i * 1e-300))], 0.01)
                .HedgesG, -10, -1);
    }

    // golang/go#19634: times so constant that a test for outliers discarded them all.
    [Fact]
    public void Nearly_constant_times_are_compared_and_not_discarded()
    {
        var compared = SampleComparison.Of(
            [[115], [114], [115], [115], [115]], [[78.8], [78.8], [78.8], [78.8], [78.8]], 0.01);

        Assert.Equal(CaseVerdict.Improvement, compared.Verdict);
        Assert.Equal([5, 5], compared.Runs);
        Assert.Equal(78.8 / 114.8, compared.Ratio, 1e-3);
    }

    // Three measurements, one after the other, in which nothing changed: as programs on neighbouring days.
    [Fact]
    public void Measurements_of_the_same_kernels_are_no_regression_and_one_slower_by_five_per_cent_is_found()
    {
        foreach (var (reference, candidate) in UnchangedPairs())
        {
            Assert.NotEqual(CaseVerdict.Regression, SampleComparison.Of(reference, candidate, 0.01).Verdict);
            Assert.Equal(
                CaseVerdict.Regression, SampleComparison.Of(reference, Slower(candidate, 1.05), 0.01).Verdict);
        }
    }

    // Twelve processes that ran the same code, six drawn for each side.
    [Fact]
    public void Processes_of_an_unchanged_kernel_are_no_regression_and_slower_ones_are_found()
    {
        var random = new CounterRandom(19);
        foreach (var kernel in Recordings.H200().Where(s => s.Clock == "cupti_flush").GroupBy(s => s.Kernel))
        {
            for (var draw = 0; draw < 5; draw++)
            {
                var runs = Shuffled([.. kernel.Select(s => s.Samples)], ref random);
                var (reference, candidate) = (runs[..6], runs[6..]);

                Assert.NotEqual(CaseVerdict.Regression, SampleComparison.Of(reference, candidate, 0.01).Verdict);
                Assert.Equal(
                    CaseVerdict.Regression, SampleComparison.Of(reference, Slower(candidate, 1.05), 0.01).Verdict);
            }
        }
    }

    private static IEnumerable<(Runs Reference, Runs Candidate)> UnchangedPairs()
    {
        var path = Checkout.PathOf("docs/data/noise-h200-repeats.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var measurements = document
            .RootElement.GetProperty("measurements")
            .EnumerateArray()
            .Select(m => m.EnumerateObject().ToDictionary(
                c => c.Name,
                Runs (c) => [.. c.Value.EnumerateArray().Select(ns => ImmutableArray.Create(ns.GetDouble()))]))
            .ToArray();
        Assert.Equal(3, measurements.Length);
        foreach (var reference in measurements)
        {
            foreach (var candidate in measurements.Where(m => m != reference))
            {
                foreach (var (name, runs) in reference)
                    yield return (runs, candidate[name]);
            }
        }
    }

    private static Runs Slower(Runs runs, double factor) =>
        [.. runs.Select(r => r.Select(ns => ns * factor).ToImmutableArray())];

    private static Runs Shuffled(Runs runs, ref CounterRandom random)
    {
        var shuffled = runs.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var other = random.NextIndex(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return [.. shuffled];
    }

    // Runs of one sample each, within 0.1 % of each other.
    private static ImmutableArray<ImmutableArray<double>> Lines(int lines, double ns) =>
        [.. Enumerable.Range(0, lines).Select(i => ImmutableArray.Create(ns * (1 + 0.0002 * (i * 3 % 5))))];
}
