using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What is said beside the cases.</summary>
public class VerdictWarningsTests
{
    [Fact]
    public void That_every_case_was_skipped_is_said_only_where_every_one_was()
    {
        var one = Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new"), Skipped("b"));

        Assert.DoesNotContain("Every case was skipped.", Judge.Decide(Given.Input(one, null)).Warnings);
        var both = Given.Measurement(Skipped("a"), Skipped("b"));
        Assert.Contains("Every case was skipped.", Judge.Decide(Given.Input(both, null)).Warnings);
    }

    [Fact]
    public void An_accepted_slow_down_that_fits_one_of_two_cases_has_not_lapsed()
    {
        Assert.Empty(Lapsed("a", Given.Today));
    }

    [Fact]
    public void An_accepted_slow_down_lapses_on_the_day_after_it_expires_and_where_it_fits_no_case()
    {
        var expired = Lapsed("a", Given.Today.AddDays(-1));
        Assert.Contains("lapsed on 2026-01-14", Assert.Single(expired), StringComparison.Ordinal);
        Assert.Contains("fits no case", Assert.Single(Lapsed("c", Given.Today)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_accepted_check_edit_lapses_on_the_day_after_it_expires_and_where_it_fits_no_edit()
    {
        Assert.Contains("lapsed on 2026-01-14", LapsedEdit(Given.Today.AddDays(-1)), StringComparison.Ordinal);
        Assert.Contains(
            "fits no case whose declaration changed", LapsedEdit(Given.Today), StringComparison.Ordinal);

        static string LapsedEdit(DateOnly expires)
        {
            var verdict = Judge.Decide(Given.Input(
                Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1)),
                null, new() { AcceptedCheckEdits = [new("a", "we mean it", expires)] }));
            return Assert.Single(
                verdict.Warnings, w => w.StartsWith("The accepted check edit", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(CaseStatus.Failed, true)]
    [InlineData(CaseStatus.Incorrect, true)]
    [InlineData(CaseStatus.Unstable, true)]
    [InlineData(CaseStatus.Skipped, false)]
    public void A_canary_that_failed_is_said_to_be_missing(CaseStatus status, bool said)
    {
        var canary = Given.Ended("canary", status, "it broke") with { Role = CaseRole.Canary };
        var warnings = Judge.Decide(
            Given.Input(Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1), canary), null)).Warnings;

        Assert.Equal(said, warnings.Any(w => w.StartsWith("canary failed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0.02, 0.01, true)]
    [InlineData(0.01, 0.01, false)]
    [InlineData(0.01, 0.02, false)]
    public void A_tolerance_is_told_only_where_it_is_looser_than_the_references(double now, double then, bool told)
    {
        var warnings = Judge.Decide(Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new") with { Tolerance = now }),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 2) with { Tolerance = then }))).Warnings;

        Assert.Equal(
            told, warnings.Any(w => w.StartsWith("a states a tolerance of 2.0 %", StringComparison.Ordinal)));
        Assert.Equal(told, warnings.Any(w => w.Contains("states a tolerance", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_tolerance_that_lets_a_case_take_twice_the_time_is_told_with_what_was_probably_meant()
    {
        Assert.Equal(
            ["a and another case may become 500 % slower. A tolerance is a fraction: 5.0 % is 0.05."],
            Wide(new() { Tolerance = DeviceTolerance.Everywhere(5) }));
        Assert.Equal(
            ["b may become 100 % slower. A tolerance is a fraction: 1.0 % is 0.01."],
            Wide(new() { Overrides = [new() { Case = "b", Tolerance = 1 }] }));
        Assert.Empty(Wide(new() { Tolerance = DeviceTolerance.Everywhere(0.99) }));

        static string[] Wide(GatePolicy policy) =>
        [
            .. Judge.Decide(Given.Input(
                Given.Measurement(Given.Case("b", 10_000, 0.002, 10, 1), Given.Case("a", 10_000, 0.002, 10, 2)),
                Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3), Given.Case("b", 10_000, 0.002, 10, 4)),
                policy)).Warnings.Where(w => w.Contains("may become", StringComparison.Ordinal)),
        ];
    }

    // What is said of an accepted slow-down where the cases are a and b.
    private static string[] Lapsed(string pattern, DateOnly expires)
    {
        var verdict = Judge.Decide(Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1), Given.Case("b", 10_000, 0.002, 10, 2)),
            null, new() { Accepted = [new(pattern, "worth it", 1.05, expires)] }));
        return [.. verdict.Warnings.Where(w => w.StartsWith("The accepted slow-down", StringComparison.Ordinal))];
    }

    private static MeasuredCase Skipped(string name) =>
        Given.Ended(name, CaseStatus.Skipped, "left out by the filter") with { FilteredOut = true };
}
