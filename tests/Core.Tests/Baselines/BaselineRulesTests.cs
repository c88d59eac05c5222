using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Baselines;

public sealed partial class BaselineRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 20);

    private static BaselineUpdate Add(Baseline? old, Measurement candidate, GatePolicy? policy = null) =>
        BaselineRules.Add(old, candidate, policy ?? new(), Today);

    [Theory]
    [InlineData(5, false, true)]
    [InlineData(4, false, false)]
    [InlineData(5, true, false)]
    public void A_measurement_is_fit_where_it_has_runs_enough_and_no_filter_left_a_case_out(
        int runs, bool filtered, bool fit)
    {
        var left = Sample.Case("b", status: CaseStatus.Skipped) with { FilteredOut = filtered };

        Assert.Equal(fit, BaselineRules.IsFit(Sample.Measurement(0, null, Sample.Case("a", runs: runs), left), new()));
    }

    [Fact]
    public void A_measurement_in_which_no_case_was_measured_is_refused() => Assert.Contains(
        BaselineRules.Add(
            null, Sample.Measurement(0, null, Sample.Case("a", status: CaseStatus.Skipped)), new(), new(2026, 3, 20))
            .Refusals,
        r => r.Message.Contains("no case was measured.", StringComparison.Ordinal));

    [Fact]
    public void A_case_with_fewer_runs_than_the_policy_asks_for_is_no_baseline() =>
        Assert.Contains(
            "2 of the at least 5 runs",
            Assert.Single(Add(null, Sample.Measurement(0, null, Sample.Case("a", runs: 2))).Refusals).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_case_that_its_manifest_has_since_left_out_keeps_no_baseline_from_being_refreshed() =>
        Assert.NotNull(Add(
            Sample.Baseline(Sample.Measurement(0, null, Sample.Case("a"), Sample.Case("b"))),
            Sample.Measurement(1, null, Sample.Case("a"), Sample.Case("b", status: CaseStatus.Skipped))).Baseline);

    [Fact]
    public void A_first_measurement_makes_a_baseline_of_its_device()
    {
        var update = Add(null, Sample.Measurement());
        Assert.Equal(Sample.Device, update.Baseline!.Device);
        Assert.Single(update.Baseline.Measurements);
    }

    [Theory]
    [InlineData(CaseStatus.Incorrect)]
    [InlineData(CaseStatus.Failed)]
    [InlineData(CaseStatus.NotRun)]
    [InlineData(CaseStatus.Unstable)]
    [InlineData(CaseStatus.NotTimed)]
    public void A_case_that_was_not_measured_well_is_refused_at_its_line(CaseStatus status)
    {
        var refusal = Assert.Single(
            Add(
                null,
                Sample.Measurement(0, null, Sample.Case("fine"), Sample.Case("softmax/N=1024", status: status))
            ).Refusals
        );
        Assert.Equal("PG4001", refusal.Code);
        Assert.Equal(31, refusal.Location!.Line);
    }

    [Fact]
    public void A_skipped_case_is_kept_by_name() =>
        Assert.Contains(
            Add(
                null,
                Sample.Measurement(0, null, Sample.Case("fine"), Sample.Case("tensor", status: CaseStatus.Skipped))
            ).Baseline!.Newest.Cases,
            c => c.Name == "tensor"
        );

    [Fact]
    public void A_filtered_measurement_is_refused_rather_than_losing_cases()
    {
        var old = Add(null, Sample.Measurement(0, null, Sample.Case("a"), Sample.Case("b"))).Baseline;
        var update = Add(
            old,
            Sample.Measurement(
                1,
                null,
                Sample.Case("a"),
                Sample.Case("b", status: CaseStatus.Skipped) with
                {
                    FilteredOut = true,
                }
            )
        );
        Assert.Equal("PG4001", Assert.Single(update.Refusals).Code);
    }

    [Fact]
    public void A_measurement_without_a_measured_case_is_refused() =>
        Assert.Equal(
            "PG4004",
            Assert
                .Single(Add(null, Sample.Measurement(0, null, Sample.Case("a", status: CaseStatus.Skipped))).Refusals)
                .Code
        );

    [Fact]
    public void An_interleaved_trial_is_refused() =>
        Assert.Equal(
            "PG4004",
            Assert.Single(Add(null, Sample.Measurement() with { Interleaved = true }).Refusals).Code
        );

    [Fact]
    public void A_foreign_clock_is_refused_by_its_field()
    {
        var old = Add(null, Sample.Measurement()).Baseline;
        var foreign = Sample.Measurement(1);
        foreign = foreign with { Environment = foreign.Environment with { Clock = "events" } };
        var refusal = Assert.Single(Add(old, foreign).Refusals);
        Assert.Equal("PG4002", refusal.Code);
        Assert.Contains("clock is events and was cupti", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measurement_older_than_the_newest_is_refused() =>
        Assert.Equal(
            "PG4004",
            Assert.Single(Add(Sample.Baseline(Sample.Measurement(2)), Sample.Measurement(1)).Refusals).Code
        );

    [Fact]
    public void Another_measurement_of_the_same_moment_is_added()
    {
        var (old, other) = (Sample.Measurement(), Sample.Measurement(0, null, Sample.Case("softmax/N=1024", 80_100)));

        var update = BaselineRules.Add(Sample.Baseline(old), other, new(), new(2026, 3, 20));

        Assert.Equal(2, update.Baseline!.Measurements.Length);
    }

    [Fact]
    public void The_same_measurement_twice_changes_nothing()
    {
        var old = Add(null, Sample.Measurement()).Baseline;
        Assert.Same(old, Add(old, Sample.Measurement()).Baseline);
    }

    [Fact]
    public void The_oldest_measurement_goes_when_a_sixth_comes()
    {
        Baseline? baseline = null;
        for (var day = 0; day < 6; day++)
            baseline = Add(baseline, Sample.Measurement(day)).Baseline;
        Assert.Equal(
            Enumerable.Range(1, 5).Select(day => Sample.Day.AddDays(day)),
            baseline!.Measurements.Select(m => m.StartedAt)
        );
    }

    [Fact]
    public void Cases_are_sorted_by_name() =>
        Assert.Equal(
            ["B", "a", "b"],
            Add(null, Sample.Measurement(0, null, Sample.Case("b"), Sample.Case("B"), Sample.Case("a")))
                .Baseline!.Newest.Cases.Select(c => c.Name)
        );

    [Fact]
    public void A_long_run_is_thinned_to_a_hundred_samples() =>
        Assert.All(
            Add(null, Sample.Measurement(0, null, Sample.Case("a", samples: 333))).Baseline!.Newest.Cases[0].Runs,
            run => Assert.Equal(100, run.Samples.Length));

    [Fact]
    public void What_a_comparison_does_not_need_is_left_out()
    {
        var candidate = Sample.Measurement() with
        {
            Workers =
            [
                new()
                {
                    Run = 0,
                    Seed = 1,
                    Outcome = WorkerOutcome.Completed,
                },
            ],
        };
        Assert.Empty(Add(null, candidate).Baseline!.Newest.Workers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_case_with_a_sample_that_is_no_positive_time_is_refused(double sample)
    {
        var odd = OfFourthRun(Sample.Case("a").Runs[3].Samples.SetItem(7, sample));
        var refusal = Assert.Single(Add(null, Sample.Measurement(0, null, odd, Sample.Case("b"))).Refusals);

        Assert.Equal("PG4001", refusal.Code);
        Assert.Contains("a sample that is not a positive time", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_with_a_run_without_samples_is_refused() => Assert.Contains(
        "a run without samples",
        Assert.Single(Add(null, Sample.Measurement(0, null, OfFourthRun([]))).Refusals).Message,
        StringComparison.Ordinal);

    private static MeasuredCase OfFourthRun(ImmutableArray<double> samples)
    {
        var good = Sample.Case("a");
        return good with { Runs = good.Runs.SetItem(3, good.Runs[3] with { Samples = samples }) };
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(9, 3)]
    public void Pruning_keeps_the_newest_measurements_and_every_anchor(int keep, int left)
    {
        Baseline? baseline = null;
        for (var day = 0; day < 3; day++)
            baseline = Add(baseline, Sample.Measurement(day, $"v{day}")).Baseline;

        var pruned = BaselineRules.Prune(baseline!, keep);

        Assert.Equal(left, pruned.Measurements.Length);
        Assert.Equal(baseline!.Newest, pruned.Newest);
        Assert.Equal(baseline.Anchors, pruned.Anchors);
    }

    [Fact]
    public void Pruning_leaves_one_measurement_at_least() => Assert.Throws<ArgumentOutOfRangeException>(
        () => BaselineRules.Prune(Sample.Baseline(Sample.Measurement()), 0));

    [Fact]
    public void An_anchor_stays_when_a_measurement_without_a_tag_is_added()
    {
        var first = Add(null, Sample.Measurement(0, "v1")).Baseline!;

        Assert.Equal(first.Anchors, Add(first, Sample.Measurement(1)).Baseline!.Anchors);
    }
}
