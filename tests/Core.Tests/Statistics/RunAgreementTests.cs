using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public class RunAgreementTests
{
    private const string Stepped = "2026-11-26T01:13:45Z";

    // Recorded: measurements in which the clock kept to one frequency for some of the runs and went to and fro between
    // two in the others.
    private static readonly Dictionary<string, int[]> Recorded = new()
    {
        [Stepped] = [0, 1, 2, 3],
        ["2026-11-26T03:02:40Z"] = [1, 3],
        ["2026-11-26T03:31:16Z"] = [0, 2],
        ["2026-11-26T03:31:41Z"] = [0],
        ["2026-11-26T04:27:52Z"] = [1, 2],
    };

    public static TheoryData<string> Measurements => [.. Recordings.ComputeCanary().Keys];

    [Theory]
    [MemberData(nameof(Measurements))]
    public void Of_recorded_runs_those_at_another_clock_are_apart(string measurement) =>
        Assert.Equal(
            Recorded.GetValueOrDefault(measurement, []),
            RunAgreement.Apart(Recordings.ComputeCanary()[measurement].AsSpan())
        );

    [Fact]
    public void Without_the_runs_that_are_apart_every_recording_spreads_by_a_twentieth_of_a_percent_at_most() =>
        Assert.All(Recordings.ComputeCanary().Values, runs =>
        {
            var apart = RunAgreement.Apart(runs.AsSpan());
            double[] kept = [.. runs.Where((_, i) => !apart.Contains(i))];
            Assert.InRange(Math.Sqrt(Moments.Variance(kept)) / Moments.Mean(kept), 0, 0.0005);
        });

    [Theory]
    [InlineData(new[] { 100.0, 100.0, 99.3, 100.0, 100.0 }, new[] { 2 })]
    [InlineData(new[] { 100.0, 100.0, 100.0, 100.0, 99.3 }, new[] { 4 })]
    [InlineData(new[] { 99.3, 100.0, 100.0, 100.0, 100.0 }, new[] { 0 })]
    [InlineData(new[] { 99.3, 99.3, 99.6, 100.0, 100.0, 100.0 }, new[] { 0, 1, 2 })]
    public void The_smaller_group_is_apart_wherever_it_lies(double[] locations, int[] apart) =>
        Assert.Equal(apart, RunAgreement.Apart(locations));

    [Theory]
    [InlineData(new[] { 99.3, 99.3, 100.0, 100.0 }, new[] { 0, 1 })]
    [InlineData(new[] { 100.0, 100.0, 99.3, 99.3 }, new[] { 0, 1 })]
    public void Of_two_groups_of_one_size_the_later_one_counts(double[] locations, int[] apart) =>
        Assert.Equal(apart, RunAgreement.Apart(locations));

    // Both extremes are within reach of the other nine, not of each other.
    [Fact]
    public void Of_two_groups_that_differ_in_one_run_the_narrower_counts() =>
        Assert.Equal(
            [0],
            RunAgreement.Apart([88_998, 88_892, 88_919, 88_923, 88_896, 88_958, 88_963, 88_890, 88_897, 88_909, 88_907])
        );

    // Ten normal runs span three standard deviations, of which two and a half fit into the width; neighbours of them
    // lie 0.95 standard deviations apart in the median. The step lies between the seventh run and the eighth.
    [Theory]
    [InlineData(0.95, new[] { 7, 8 })]
    [InlineData(1.05, new int[0])]
    public void Runs_that_scatter_by_more_than_two_fifths_of_the_width_hide_a_step(double share, int[] apart)
    {
        var distance = share * 0.9539 * RunAgreement.Width / 2.5;
        double[] locations =
            [.. Enumerable.Range(0, 9).Select(i => 100 * Math.Exp((i % 2 * distance) + (i < 7 ? 0 : 0.01)))];

        Assert.Equal(apart, RunAgreement.Apart(locations));
    }

    [Fact]
    public void Of_three_runs_nothing_is_said() => Assert.Empty(RunAgreement.Apart([100.0, 100.0, 110.0]));

    [Theory]
    [InlineData(10, 0.2)]
    [InlineData(20, 0.04)]
    public void A_clock_that_wanders_leaves_nothing_to_agree_on(int runs, double percentARun) =>
        Assert.Empty(RunAgreement.Apart([.. Enumerable.Range(0, runs).Select(i => 100 + (percentARun * i))]));

    [Theory]
    [InlineData(RunAgreement.Width, new int[0])]
    [InlineData(RunAgreement.Width + 1e-9, new[] { 0, 1 })]
    public void Runs_as_far_apart_as_the_width_agree(double apart, int[] other) =>
        Assert.Equal(other, RunAgreement.Apart([1, 1, 1 + apart, 1 + apart]));

    [Fact]
    public void Two_of_five_runs_that_agree_make_no_others_apart() =>
        Assert.Empty(RunAgreement.Apart([100.0, 100.0, 99.0, 99.0, 98.0]));

    [Fact]
    public void A_unit_changes_nothing()
    {
        var locations = Recordings.ComputeCanary()[Stepped];

        Assert.Equal(RunAgreement.Apart(locations.AsSpan()), RunAgreement.Apart([.. locations.Select(x => x * 1e-9)]));
    }

    // 1 %: as a shared CPU has them. 0.03 %: as most recordings have them.
    [Theory]
    [InlineData(5, 0.01, 10)]
    [InlineData(10, 0.0003, 250)]
    [InlineData(20, 0.0002, 40)]
    public void Noise_alone_seldom_makes_runs_be_called_apart(int runs, double noise, int most)
    {
        var random = new CounterRandom(8);
        var called = Enumerable
            .Range(0, 2000)
            .Count(_ =>
                RunAgreement.Apart([.. Enumerable.Range(0, runs).Select(_ => 1 + (noise * random.NextNormal()))]).Length
                > 0
            );

        Assert.InRange(called, 0, most);
    }

    // Both groups have three runs with the latest one: 0.9 of the width below it, and 0.2 above.
    [Fact]
    public void Of_two_groups_with_the_latest_run_the_narrower_one_counts()
    {
        var width = Math.Log(1 + RunAgreement.Width);

        Assert.Equal(
            [0, 1],
            RunAgreement.Apart([.. new[] { -0.9, -0.9, 0.2, 0.2, 0 }.Select(x => Math.Exp(x * width))]));
    }
}
