using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

/// <content>What keeps a measurement from becoming a baseline, in words.</content>
public sealed partial class BaselineRulesTests
{
    [Fact]
    public void A_measurement_of_canaries_alone_is_refused() => Assert.Contains(
        "no case was measured.",
        Assert.Single(Add(
            null, Sample.Measurement(0, null, Sample.Case("canary") with { Role = CaseRole.Canary })).Refusals).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_case_that_occurs_twice_is_refused_with_its_name_and_how_often() => Assert.Contains(
        "the case a occurs 2 times.",
        Assert.Single(Add(null, Sample.Measurement(0, null, Sample.Case("a"), Sample.Case("a"))).Refusals).Message,
        StringComparison.Ordinal);

    // Nobody judges a canary by its baseline.
    [Fact]
    public void A_canary_needs_fewer_runs_than_the_policy_asks_for() => Assert.Empty(Add(
        null,
        Sample.Measurement(
            0, null, Sample.Case("a"), Sample.Case("canary", runs: 2) with { Role = CaseRole.Canary })).Refusals);

    [Fact]
    public void A_sample_of_less_than_a_nanosecond_is_a_time() =>
        Assert.Empty(Add(null, Sample.Measurement(0, null, Sample.Case("a", time: 0.5))).Refusals);

    [Theory]
    [InlineData(null, "could not be run (no reason was recorded)")]
    [InlineData("illegal address", "could not be run (illegal address)")]
    public void Why_a_case_could_not_be_run_is_said(string? reason, string said)
    {
        var failed = Sample.Case("b", status: CaseStatus.Failed) with { Reason = reason };

        Assert.Contains(
            said,
            Assert.Single(Add(null, Sample.Measurement(0, null, Sample.Case("a"), failed)).Refusals).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_one_side_lacks_is_said_to_be_absent()
    {
        var with = Sample.Measurement();
        var without = with with { Environment = with.Environment with { Gpu = null } };
        string Refused(Measurement before, Measurement now) =>
            Assert.Single(Add(Add(null, before).Baseline, now with { StartedAt = Sample.Day.AddDays(1) }).Refusals)
                .Message;

        Assert.Contains("gpu.name is absent and was NVIDIA L4", Refused(with, without), StringComparison.Ordinal);
        Assert.Contains("gpu.name is NVIDIA L4 and was absent", Refused(without, with), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_leaves_out_a_case_that_the_baseline_does_not_have_loses_nothing()
    {
        var old = Add(null, Sample.Measurement(0, null, Sample.Case("a"))).Baseline;
        var left = Sample.Case("b", status: CaseStatus.Skipped) with { FilteredOut = true };

        Assert.Empty(Add(old, Sample.Measurement(1, null, Sample.Case("a"), left)).Refusals);
    }
}
