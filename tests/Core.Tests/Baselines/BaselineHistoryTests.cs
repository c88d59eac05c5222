using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

public sealed class BaselineHistoryTests
{
    private static HistoryPoint LastStep(double before, double now, string code) =>
        BaselineHistory.Of([
            Sample.Measurement(0, "v1", Sample.Case("a", before)),
            Sample.Measurement(1, "v2", Sample.Case("a", now, code: code)),
        ])["a"][^1];

    [Fact]
    public void A_step_beyond_the_noise_with_other_code_is_the_codes() =>
        Assert.Equal(HistoryChange.Code, LastStep(80_000, 84_000, "other").Change);

    [Fact]
    public void A_step_beyond_the_noise_with_the_same_code_is_the_machines() =>
        Assert.Equal(HistoryChange.Machine, LastStep(80_000, 84_000, "c0de").Change);

    [Fact]
    public void A_step_within_the_noise_is_none() =>
        Assert.Equal(HistoryChange.None, LastStep(80_000, 80_020, "other").Change);

    [Fact]
    public void A_point_tells_the_ratio_to_the_one_before() =>
        Assert.Equal(1.05, LastStep(80_000, 84_000, "other").Ratio!.Value, 9);

    [Fact]
    public void A_measurement_that_lacks_the_case_is_no_point_of_it()
    {
        var history = BaselineHistory.Of([
            Sample.Measurement(0, null, Sample.Case("a")),
            Sample.Measurement(1, null, Sample.Case("b")),
            Sample.Measurement(2, null, Sample.Case("a")),
        ]);
        Assert.Equal(["a", "b"], history.Keys);
        Assert.Equal(2, history["a"].Length);
        Assert.Equal(HistoryChange.None, history["a"][^1].Change);
    }

    private static int[] LevelsOf(params double[] times)
    {
        var points = BaselineHistory.Of([
            .. times.Select((t, i) => Sample.Measurement(i, $"v{i}", Sample.Case("a", t, runs: 6, code: $"{i}"))),
        ])["a"];
        return [.. Enumerable.Range(0, points.Length).Where(i => points[i].LevelBegins)];
    }

    [Fact]
    public void Another_level_begins_where_the_times_stay_changed() =>
        Assert.Equal([3], LevelsOf(80_000, 80_010, 79_990, 84_000, 84_010, 83_990));

    [Fact]
    public void A_change_within_the_first_measurement_begins_no_level() =>
        Assert.Empty(HistoryLevels.BeginAt([
            [.. Enumerable.Range(0, 20).Select(run => (run < 8 ? 80_000 : 84_000) + run % 3.0)],
            [.. Enumerable.Range(0, 6).Select(run => 84_000 + run % 3.0)],
        ]));

    [Fact]
    public void Two_changes_are_two_levels() =>
        Assert.Equal([2, 4], LevelsOf(80_000, 80_010, 84_000, 84_010, 78_000, 78_010));

    [Fact]
    public void Without_a_change_no_level_begins() => Assert.Empty(LevelsOf(80_000, 80_010, 79_990, 80_000, 80_010));

    [Fact]
    public void A_single_measurement_has_no_levels() => Assert.Empty(LevelsOf(80_000));

    [Fact]
    public void Versions_of_a_baseline_merge_into_one_history()
    {
        var days = Enumerable.Range(0, 8).Select(i => Sample.Measurement(i, $"v{i}", Sample.Case("a"))).ToArray();

        // Five measurements each, as the file held them at three tags.
        var merged = BaselineHistory.Merge([
            Sample.Baseline(days[..5]),
            Sample.Baseline(days[2..7]),
            Sample.Baseline(days[3..]),
        ]);

        Assert.Equal(days.Select(d => d.StartedAt), merged.Select(m => m.StartedAt));
    }

    [Fact]
    public void A_measurement_to_which_its_tag_was_added_later_has_it()
    {
        var merged = BaselineHistory.Merge(
            [Sample.Baseline(Sample.Measurement()), Sample.Baseline(Sample.Measurement(0, "v1"))]);

        Assert.Equal("v1", Assert.Single(merged).Environment.Git!.Tag);
    }

    [Fact]
    public void The_spread_of_two_runs_is_their_standard_deviation() =>
        // Means a factor of e^(2 * 1 %) apart: 1 % either side of their centre, so √2 %.
        Assert.Equal(0.01 * Math.Sqrt(2), BaselineHistory.Spread(OfRuns(100, 100 * Math.Exp(0.02))), 1e-12);

    [Fact]
    public void A_single_run_has_no_spread() => Assert.Equal(0, BaselineHistory.Spread(OfRuns(100)));

    private static MeasuredCase OfRuns(params double[] times) =>
        Sample.Case("a") with { Runs = [.. times.Select((t, i) => new CaseRun { Run = i, Samples = [t] })] };

    [Fact]
    public void A_step_to_less_is_one_too() =>
        Assert.Equal(HistoryChange.Code, LastStep(84_000, 80_000, "other").Change);

    [Fact]
    public void A_step_between_codes_that_nobody_knows_is_not_the_machines()
    {
        static MeasuredCase Unknown(double time) => Sample.Case("a", time) with { CodeHash = null };
        var history = BaselineHistory.Of([
            Sample.Measurement(0, "v1", Unknown(80_000)), Sample.Measurement(1, "v2", Unknown(84_000)),
        ]);

        Assert.Equal(HistoryChange.Code, history["a"][^1].Change);
    }

    [Fact]
    public void A_measurement_in_which_the_case_failed_is_no_point_of_it() =>
        Assert.Equal(2, BaselineHistory.Of([
            Sample.Measurement(0, null, Sample.Case("a")),
            Sample.Measurement(1, null, Sample.Case("a", status: CaseStatus.Failed)),
            Sample.Measurement(2, null, Sample.Case("a")),
        ])["a"].Length);

    [Fact]
    public void Another_level_may_begin_with_the_second_measurement() => Assert.Equal(
        [1],
        HistoryLevels.BeginAt([
            [.. Enumerable.Range(0, 10).Select(run => 80_000 + run % 3.0)],
            [.. Enumerable.Range(0, 10).Select(run => 84_000 + run % 3.0)],
        ]));

    // Three runs at -1, 0 and 1 %, on the log scale: a standard deviation of 1 %.
    [Fact]
    public void The_spread_of_a_case_is_the_standard_deviation_of_its_runs()
    {
        var measured = Sample.Case("a") with
        {
            Runs = [.. new[] { -1, 0, 1 }.Select(i => new CaseRun { Run = i + 1, Samples = [Math.Exp(0.01 * i)] })],
        };

        Assert.Equal(0.01, BaselineHistory.Spread(measured), 1e-12);
        Assert.Equal(0, BaselineHistory.Spread(measured with { Runs = measured.Runs[..1] }));
    }
}
