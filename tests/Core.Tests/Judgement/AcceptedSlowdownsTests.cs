using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Slow-downs that a person took on purpose.</summary>
public class AcceptedSlowdownsTests
{
    private static readonly DateOnly Yesterday = Given.Today.AddDays(-1);

    [Fact]
    public void An_accepted_slow_down_passes_and_says_until_when()
    {
        var judged = Accepting(new("a", "needed for correctness", 1.15, new(2026, 2, 1)));

        Assert.Equal(CaseVerdict.Accepted, judged.Verdict);
        Assert.Contains("until 2026-02-01: needed for correctness", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_accepted_slow_down_that_acts_is_warned_of() =>
        Assert.Contains(
            AcceptingVerdict(new("a", "needed for correctness", 1.15, new(2026, 2, 1))).Warnings,
            w => w.Contains("needed for correctness", StringComparison.Ordinal));

    [Fact]
    public void An_accepted_slow_down_is_void_after_its_day() =>
        Assert.Equal(CaseVerdict.Regression, Accepting(new("a", "r", 1.15, new(2026, 1, 14))).Verdict);

    [Fact]
    public void An_accepted_slow_down_counts_on_its_last_day() =>
        Assert.Equal(CaseVerdict.Accepted, Accepting(new("*", "r", 1.15, Given.Today)).Verdict);

    [Fact]
    public void An_accepted_slow_down_is_void_beyond_its_ceiling() =>
        Assert.Equal(CaseVerdict.Regression, Accepting(new("a", "r", 1.05, new(2026, 2, 1))).Verdict);

    [Fact]
    public void The_ceiling_itself_is_accepted() =>
        Assert.Equal(CaseVerdict.Accepted, Apply(CaseVerdict.Regression, 1.1, UpTo(1.1)).Verdict);

    [Fact]
    public void On_its_last_day_an_entry_that_is_exceeded_is_not_said_to_have_passed()
    {
        var exceeded = Apply(
            CaseVerdict.Regression, 1.1,
            UpTo(1.2) with { Expires = Yesterday }, UpTo(1.05)).Reason;

        Assert.EndsWith("; more than the 5.00 % that were accepted", exceeded, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_entries_that_are_exceeded_the_first_is_said() => Assert.EndsWith(
        "; more than the 2.00 % that were accepted",
        Apply(CaseVerdict.Regression, 1.1, UpTo(1.02), UpTo(1.05)).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void Where_every_entry_has_passed_the_day_of_the_first_is_said() => Assert.EndsWith(
        "; it was accepted until 2026-01-14, which has passed",
        Apply(
            CaseVerdict.Regression, 1.1,
            UpTo(1.2) with { Expires = Yesterday }, UpTo(1.2) with { Expires = Yesterday.AddDays(-9) }).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void An_undecided_case_is_accepted_where_its_whole_interval_is()
    {
        Assert.Equal(CaseVerdict.Accepted, Apply(CaseVerdict.Inconclusive, 1.1, UpTo(1.12)).Verdict);
        Assert.Equal(CaseVerdict.Inconclusive, Apply(CaseVerdict.Inconclusive, 1.1, UpTo(1.11)).Verdict);
    }

    [Fact]
    public void The_first_of_two_entries_that_cover_a_case_acts() => Assert.EndsWith(
        ": first",
        Apply(
            CaseVerdict.Regression, 1.1,
            UpTo(1.2) with { Reason = "first" }, UpTo(1.3) with { Reason = "second" }).Reason,
        StringComparison.Ordinal);

    // Whether it is slower at all is open, so that it is not more than what was accepted.
    [Fact]
    public void An_undecided_case_that_no_entry_covers_keeps_its_reason() =>
        Assert.Equal("slower", Apply(CaseVerdict.Inconclusive, 1.1, UpTo(1.11)).Reason);

    [Fact]
    public void An_entry_for_another_case_says_nothing() =>
        Assert.Equal("slower", Apply(CaseVerdict.Regression, 1.1, UpTo(1.2) with { Case = "b" }).Reason);

    [Fact]
    public void A_case_that_passes_needs_no_entry() =>
        Assert.Equal(CaseVerdict.Pass, Apply(CaseVerdict.Pass, 1, UpTo(1.2)).Verdict);

    private static AcceptedSlowdown UpTo(double ratio) => new("a", "r", ratio, Given.Today);

    private static CaseJudgement Apply(CaseVerdict verdict, double ratio, params AcceptedSlowdown[] entries) =>
        AcceptedSlowdowns.Apply(
            new()
            {
                Name = "a",
                Verdict = verdict,
                Reason = "slower",
                Ratio = ratio,
                RatioInterval = [ratio - 0.02, ratio + 0.02],
            },
            new() { Accepted = [.. entries] }, Given.Today);

    private static CaseJudgement Accepting(AcceptedSlowdown entry) => AcceptingVerdict(entry).Of("a");

    private static Verdict AcceptingVerdict(AcceptedSlowdown entry) => Judge.Decide(
        Given.Input(
            Given.Measurement(Given.Case("a", 11_000, 0.002, 10, 3, "new")),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1)), new() { Accepted = [entry] }) with
        {
            Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7)),
        });
}
