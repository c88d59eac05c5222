using PerfGate.Core.Baselines;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Rules whose breach no other test would notice.</summary>
public class VerdictRulesTests
{
    private static MeasuredCase Skipped(string name) =>
        new() { Name = name, Benchmark = name, Status = CaseStatus.Skipped, Reason = "left out by the filter", FilteredOut = true };

    [Fact]
    public void That_every_case_was_skipped_is_said_only_where_every_one_was()
    {
        var one = Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new"), Skipped("b"));

        Assert.DoesNotContain("Every case was skipped.", Judge.Decide(Given.Input(one, null)).Warnings);
        Assert.Contains("Every case was skipped.", Judge.Decide(Given.Input(Given.Measurement(Skipped("a"), Skipped("b")), null)).Warnings);
    }

    [Fact]
    public void An_accepted_slow_down_that_fits_one_of_two_cases_has_not_lapsed()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new"), Given.Case("b", 10_000, 0.002, 10, 2, "new")), null,
            new() { Accepted = [new("a", "worth it", 1.05, new(2026, 2, 1))] });

        Assert.DoesNotContain(Judge.Decide(input).Warnings, w => w.Contains("fits no case", StringComparison.Ordinal));
    }

    [Fact]
    public void Wrong_outputs_in_the_second_measurement_are_that_cases_and_no_other_ones()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new"), Given.Case("b", 10_000, 0.002, 10, 2, "new")),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3), Given.Case("b", 10_000, 0.002, 10, 4))) with
        {
            Remeasured = Given.Measurement(Given.Case("a", 10_000, 0.002, 0, 5, "new") with { Status = CaseStatus.Incorrect, Reason = "wrong now" }),
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Incorrect, verdict.Of("a").Verdict);
        Assert.Equal(CaseVerdict.Pass, verdict.Of("b").Verdict);
    }

    [Fact]
    public void Controls_that_lie_apart_raise_the_tolerance_by_two_of_their_standard_deviations()
    {
        // Three controls at -2, 0 and 2 %, whose own noise is nothing: their standard deviation is 2 %, whatever
        // stretch the search for it begins with.
        double[] factors = [0.98, 1, 1.02];
        var tolerance = Judge.Decide(Given.Input(
            Given.Measurement([Given.Case("a", 1e6, 0.0001, 10, 1, "new"), .. factors.Select((f, i) => Given.Case($"c{i}", 1e6 * f, 0.0001, 10, 10 + i, "same"))]),
            Given.Measurement([Given.Case("a", 1e6, 0.0001, 10, 2), .. factors.Select((_, i) => Given.Case($"c{i}", 1e6, 0.0001, 10, 20 + i, "same"))])))
            .Of("a").Tolerance!.Value;

        Assert.Equal(0.0408, tolerance, 0.002);
    }

    [Fact]
    public void An_improvement_is_one_by_the_typical_run_too()
    {
        // Six of twenty reference runs are slow enough that the mean proves the candidate faster; the other fourteen
        // are as fast as it is.
        var compared = SampleComparison.Of(
            [.. Enumerable.Range(0, 60).Select(i => Each((i % 10 < 3 ? 18e6 : 10e6) * (1 + 0.0001 * (i % 7))))],
            [.. Enumerable.Range(0, 60).Select(i => Each(9.99e6 * (1 + 0.0001 * (i % 7))))], 0.01);

        Assert.True(compared.RatioInterval[1] < 0.99);
        Assert.Equal(CaseVerdict.Pass, compared.Verdict);

        static System.Collections.Immutable.ImmutableArray<double> Each(double ns) => [ns];
    }

    [Fact]
    public void Effect_sizes_of_huge_and_tiny_times_are_numbers()
    {
        var compared = SampleComparison.Of(
            [.. Enumerable.Range(1, 6).Select(i => System.Collections.Immutable.ImmutableArray.Create(i * 1e-300))],
            [.. Enumerable.Range(1, 6).Select(i => System.Collections.Immutable.ImmutableArray.Create(i * 1e300))], 0.01);

        Assert.InRange(compared.HedgesG, 1, 10);
    }

    [Fact]
    public void Two_runs_have_a_spread() =>
        Assert.True(BaselineHistory.Spread(Given.Case("a", 10_000, 0.01, 2, 1)) > 0.001);

    [Fact]
    public void Canaries_and_cases_without_times_have_no_anchor()
    {
        var measurement = Baselines.Sample.Measurement(
            0, "v1", Baselines.Sample.Case("a"), Baselines.Sample.Case("b", status: CaseStatus.Skipped), Baselines.Sample.Case("canary") with { Role = CaseRole.Canary });

        Assert.Equal(
            ["a"], BaselineRules.Add(null, measurement, new(), Given.Today).Baseline!.Anchors.Select(a => a.Case));
    }

    [Fact]
    public void A_case_is_held_against_the_last_tag_of_its_own_name()
    {
        var old = BaselineRules.Add(
            null, Baselines.Sample.Measurement(0, "v1", Baselines.Sample.Case("a", 10_000), Baselines.Sample.Case("b", 90_000)), new(), Given.Today).Baseline!;

        Assert.Empty(BaselineRules.Add(
            old, Baselines.Sample.Measurement(1, "v2", Baselines.Sample.Case("a", 10_000), Baselines.Sample.Case("b", 90_000)), new(), Given.Today).Refusals);
    }
}
