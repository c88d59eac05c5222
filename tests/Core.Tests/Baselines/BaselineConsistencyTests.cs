using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

/// <summary>A baseline that contradicts itself is named by its place.</summary>
public sealed class BaselineConsistencyTests
{
    private static string? Contradiction(params Measurement[] measurements) =>
        BaselineConsistency.Contradiction(Sample.Baseline(measurements), Sample.Device);

    [Fact]
    public void One_that_agrees_with_itself_has_none() => Assert.Null(Contradiction(
        Sample.Measurement(0, "v1", Sample.Case("B"), Sample.Case("a"), Sample.Case("b", status: CaseStatus.Skipped)),
        Sample.Measurement(1)));

    [Fact]
    public void Two_measurements_of_one_time_are_in_order() =>
        Assert.Null(Contradiction(Sample.Measurement(1), Sample.Measurement(1)));

    [Fact]
    public void A_file_named_after_another_device() => Assert.Equal(
        "the file is named after nvidia-h100 and holds the baseline of nvidia-l4.",
        BaselineConsistency.Contradiction(Sample.Baseline(Sample.Measurement()), "nvidia-h100"));

    [Fact]
    public void A_measurement_of_another_device()
    {
        var other = Sample.Measurement(1);
        other = other with { Environment = other.Environment with { DeviceSlug = "nvidia-h100" } };

        Assert.Equal(
            "measurements[1] was taken on nvidia-h100, not on nvidia-l4.", Contradiction(Sample.Measurement(), other));
    }

    [Fact]
    public void A_measurement_older_than_the_one_before_it() => Assert.Equal(
        "measurements[2] is older than the one before it.",
        Contradiction(Sample.Measurement(0), Sample.Measurement(3), Sample.Measurement(2)));

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "a")]
    [InlineData("a", "B")]
    public void Cases_that_are_out_of_order_or_twice(string first, string second) => Assert.Equal(
        $"measurements[0]: the case {second} is out of order or occurs twice.",
        Contradiction(Sample.Measurement(0, null, Sample.Case(first), Sample.Case(second)), Sample.Measurement(1)));

    [Fact]
    public void Of_several_projects_the_first_that_contradicts_itself_is_named()
    {
        var bad = Sample.Baseline(Sample.Measurement(0, null, Sample.Case("a", runs: 0)));
        var shared = new SharedBaseline
        {
            Device = Sample.Device,
            Projects = ImmutableSortedDictionary.CreateRange(
                [new("a", Sample.Baseline(Sample.Measurement())), new("b", bad), KeyValuePair.Create("c", bad)]),
        };

        Assert.Equal(
            "b: measurements[0]: the case a is measured and has no runs.",
            BaselineConsistency.Contradiction(shared, Sample.Device));
    }

    // Ten samples of four values tell two processes apart; nine samples, or three values, do not.
    [Theory]
    [InlineData(10, 4, true)]
    [InlineData(9, 4, false)]
    [InlineData(10, 3, false)]
    public void A_run_that_is_there_twice_is_told_by_its_samples(int samples, int values, bool told)
    {
        var run = new CaseRun { Run = 0, Samples = [.. Enumerable.Range(0, samples).Select(i => 100.0 + i % values)] };
        var other = run with { Run = 1, Samples = [.. run.Samples.Select(s => s + 50)] };
        var copied = Sample.Case("a") with { Runs = [run, other, run with { Run = 2 }] };

        Assert.Equal(
            told
                ? "measurements[0]: run 2 of the case a is run 0 once more; each run is a process of its own."
                : null,
            Contradiction(Sample.Measurement(0, null, copied)));
    }

    [Fact]
    public void A_measured_case_without_runs() => Assert.Equal(
        "measurements[0]: the case a is measured and has no runs.",
        Contradiction(Sample.Measurement(0, null, Sample.Case("a", runs: 0))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_sample_that_is_no_positive_time(double sample)
    {
        var good = Sample.Case("a");
        var odd = good.Runs[3] with { Samples = good.Runs[3].Samples.SetItem(7, sample) };

        Assert.Equal(
            "measurements[0]: run 3 of the case a holds a sample that is not a positive time.",
            Contradiction(Sample.Measurement(0, null, good with { Runs = good.Runs.SetItem(3, odd) })));
    }

    [Fact]
    public void A_file_of_several_projects_named_after_another_device() => Assert.Equal(
        "the file is named after nvidia-h100 and holds the baselines of nvidia-l4.",
        BaselineConsistency.Contradiction(
            new SharedBaseline
            {
                Device = Sample.Device,
                Projects = ImmutableSortedDictionary.CreateRange(
                    [KeyValuePair.Create("a", Sample.Baseline(Sample.Measurement()))]),
            },
            "nvidia-h100"));

    [Fact]
    public void The_first_run_with_a_sample_that_is_no_time_is_named()
    {
        var measured = Sample.Case("a");
        var bad = measured with
        {
            Runs = [.. measured.Runs.Select(r => r.Run > 1 ? r with { Samples = [1, -r.Run] } : r)],
        };

        Assert.Contains(
            "run 2 of the case a holds", Contradiction(Sample.Measurement(0, null, bad)), StringComparison.Ordinal);
    }
}
