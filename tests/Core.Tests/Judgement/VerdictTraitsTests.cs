using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What a verdict is stands in one place; these tests hold its neighbours to it.</summary>
public sealed class VerdictTraitsTests
{
    public static TheoryData<CaseVerdict> Verdicts() => [.. Enum.GetValues<CaseVerdict>()];

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Its_diagnostic_carries_the_code_of_its_row(CaseVerdict verdict)
    {
        var diagnostics = VerdictDiagnostics.Of(Verdict(new(), verdict)).Where(
            d => d.Message.Contains("softmax", StringComparison.Ordinal));

        Assert.Equal(VerdictTraits.Of(verdict).Rule?.Code, diagnostics.SingleOrDefault()?.Code);
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void What_warns_or_fails_has_a_code_and_needs_a_look(CaseVerdict verdict)
    {
        var traits = VerdictTraits.Of(verdict);
        var reported = VerdictTraits.LevelOf(verdict, new()) is VerdictLevel.Warns or VerdictLevel.Fails;

        Assert.Equal(
            (reported, reported),
            (traits.Rule is not null, reported && traits.NeedsALook && traits.Explained && !traits.Proves)
        );
    }

    [Fact]
    public void Words_counts_and_ranks_are_different() =>
        Assert.Equal(
            (Enum.GetValues<CaseVerdict>().Length, Enum.GetValues<CaseVerdict>().Length),
            (
                Verdicts().Select(v => VerdictTraits.Of(v).Word).Distinct().Count(),
                Verdicts().Select(v => VerdictTraits.Of(v).Counted).Distinct().Count()
            )
        );

    [Fact]
    public void The_page_of_statistics_has_a_row_for_each_in_the_order_of_their_rank()
    {
        var rows = File.ReadAllLines(Checkout.PathOf("docs/statistics.md"))
            .SkipWhile(line => !line.StartsWith("| verdict |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(row => row.Split('|')[1].Trim(' ', '`'));

        Assert.Equal(Enum.GetNames<CaseVerdict>().Select(JsonNamingPolicy.CamelCase.ConvertName), rows);
    }

    [Fact]
    public void The_policy_decides_what_the_four_that_may_warn_do()
    {
        GatePolicy strict = new()
        {
            Ceiling = PolicyAction.Fail,
            LessAccurate = PolicyAction.Fail,
            FailOnInconclusive = true,
            FailOnUnstable = true,
        };

        Assert.Equal(
            [Outcome.Incorrect, Outcome.Incorrect, Outcome.Inconclusive, Outcome.Inconclusive],
            Four().Select(v => VerdictTraits.OutcomeOf(v, strict)));
        Assert.Equal(
            [Outcome.Warning, Outcome.Warning, Outcome.Undecided, Outcome.Undecided],
            Four().Select(v => VerdictTraits.OutcomeOf(v, new())));
    }

    [Theory]
    [InlineData(CaseVerdict.Missing, "Missing case")]
    [InlineData(CaseVerdict.Incorrect, "Incorrect")]
    [InlineData(CaseVerdict.Regression, "Regression")]
    [InlineData(CaseVerdict.Unstable, "Undecided")]
    [InlineData(CaseVerdict.ChangedWork, "Changed work")]
    [InlineData(CaseVerdict.WeakerCheck, "Weaker check")]
    [InlineData(CaseVerdict.LessAccurate, "Warning")]
    [InlineData(CaseVerdict.Accepted, "Passed")]
    public void The_title_is_the_worst_cases_own(CaseVerdict verdict, string title) =>
        Assert.Equal(title, OutcomeTraits.Of(Verdict(new(), verdict)).Title);

    public static TheoryData<Outcome> Outcomes() => [.. Enum.GetValues<Outcome>()];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void An_outcome_that_fails_the_build_looks_bad_one_that_warns_warns_and_a_pass_looks_good(Outcome outcome)
    {
        // An undecided case may be fast or slow: it has one look, whether the policy fails it or not.
        var tone = outcome switch
        {
            Outcome.Pass => VerdictTone.Good,
            Outcome.Undecided or Outcome.Inconclusive => VerdictTone.Warn,
            _ => OverallOutcome.Exit(outcome) == ExitCode.Passed ? VerdictTone.Warn : VerdictTone.Bad,
        };

        Assert.Equal(tone, OutcomeTraits.Of(outcome).Tone);
    }

    [Theory]
    [InlineData(Outcome.Pass, "✅ Passed")]
    [InlineData(Outcome.Warning, "⚠️ Warning")]
    [InlineData(Outcome.Undecided, "❓ Undecided")]
    [InlineData(Outcome.Inconclusive, "❓ Undecided")]
    [InlineData(Outcome.NeedsReview, "🔎 Review needed")]
    [InlineData(Outcome.NothingCompared, "❌ Nothing compared")]
    [InlineData(Outcome.NotRun, "❌ Not run")]
    [InlineData(Outcome.Regression, "❌ Regression")]
    [InlineData(Outcome.Incorrect, "❌ Incorrect")]
    public void An_outcome_has_its_icon_and_its_title(Outcome outcome, string shown) =>
        Assert.Equal(shown, $"{OutcomeTraits.Of(outcome).Sign} {OutcomeTraits.Of(outcome).Title}");

    // The colour of a case: good and better are proven, bad has to be fixed, and what nobody knows is no good news.
    [Theory]
    [InlineData(CaseVerdict.Pass, VerdictTone.Good)]
    [InlineData(CaseVerdict.Improvement, VerdictTone.Better)]
    [InlineData(CaseVerdict.Unchanged, VerdictTone.Plain)]
    [InlineData(CaseVerdict.New, VerdictTone.Plain)]
    [InlineData(CaseVerdict.Skipped, VerdictTone.Plain)]
    [InlineData(CaseVerdict.Accepted, VerdictTone.Warn)]
    [InlineData(CaseVerdict.LessAccurate, VerdictTone.Warn)]
    [InlineData(CaseVerdict.ChangedWork, VerdictTone.Warn)]
    [InlineData(CaseVerdict.Inconclusive, VerdictTone.Warn)]
    [InlineData(CaseVerdict.Unstable, VerdictTone.Warn)]
    [InlineData(CaseVerdict.Regression, VerdictTone.Bad)]
    [InlineData(CaseVerdict.Incorrect, VerdictTone.Bad)]
    [InlineData(CaseVerdict.Missing, VerdictTone.Bad)]
    [InlineData(CaseVerdict.NotRun, VerdictTone.Bad)]
    [InlineData(CaseVerdict.WeakerCheck, VerdictTone.Bad)]
    public void A_verdict_looks_as_good_as_its_news(CaseVerdict verdict, VerdictTone tone) =>
        Assert.Equal(tone, VerdictTraits.Of(verdict).Tone);

    // A loss of accuracy takes the place of a pass or an improvement, and, where the policy fails it, of whatever else
    // would not fail.
    [Theory]
    [InlineData(CaseVerdict.Pass, true, true)]
    [InlineData(CaseVerdict.Improvement, true, true)]
    [InlineData(CaseVerdict.Inconclusive, false, true)]
    [InlineData(CaseVerdict.Unstable, false, true)]
    [InlineData(CaseVerdict.Accepted, false, true)]
    [InlineData(CaseVerdict.Regression, false, false)]
    [InlineData(CaseVerdict.Incorrect, false, false)]
    [InlineData(CaseVerdict.Missing, false, false)]
    public void What_would_not_fail_gives_way_to_what_does(CaseVerdict verdict, bool toWarning, bool toFailure)
    {
        foreach (var finding in new[] { VerdictYields.ToLessAccurate, VerdictYields.ToInvalid })
        {
            Assert.Equal(
                (toWarning, toFailure),
                (
                    VerdictTraits.GivesWay(verdict, finding, PolicyAction.Warn),
                    VerdictTraits.GivesWay(verdict, finding, PolicyAction.Fail)
                )
            );
        }
    }

    [Fact]
    public void A_less_accurate_case_stays_one_beside_a_weaker_check_that_only_warns() =>
        Assert.Equal(
            (false, true),
            (
                VerdictTraits.GivesWay(CaseVerdict.LessAccurate, VerdictYields.ToWeakerCheck, PolicyAction.Warn),
                VerdictTraits.GivesWay(CaseVerdict.LessAccurate, VerdictYields.ToWeakerCheck, PolicyAction.Fail)
            )
        );

    // The same machine code under a weaker check is no proof, and a case that was left out had its check weakened too.
    [Theory]
    [InlineData(CaseVerdict.Unchanged)]
    [InlineData(CaseVerdict.Skipped)]
    public void An_unchanged_or_skipped_case_gives_way_to_a_weaker_check_alone(CaseVerdict verdict) =>
        Assert.Equal(
            (true, false, false),
            (
                VerdictTraits.GivesWay(verdict, VerdictYields.ToWeakerCheck, PolicyAction.Fail),
                VerdictTraits.GivesWay(verdict, VerdictYields.ToLessAccurate, PolicyAction.Fail),
                VerdictTraits.GivesWay(verdict, VerdictYields.ToInvalid, PolicyAction.Fail)
            )
        );

    [Fact]
    public void A_reviewer_looks_at_all_but_passed_unchanged_new_and_skipped_cases() =>
        Assert.Equal(
            new HashSet<CaseVerdict>
            {
                CaseVerdict.Pass,
                CaseVerdict.Unchanged,
                CaseVerdict.New,
                CaseVerdict.Skipped,
            },
            Enum.GetValues<CaseVerdict>().Where(v => !VerdictTraits.Of(v).NeedsALook).ToHashSet()
        );

    // Why a case was left out, accepted or got faster; that it passed, is new or unchanged says it all.
    [Theory]
    [InlineData(CaseVerdict.Skipped, true)]
    [InlineData(CaseVerdict.Accepted, true)]
    [InlineData(CaseVerdict.Improvement, true)]
    [InlineData(CaseVerdict.Pass, false)]
    [InlineData(CaseVerdict.New, false)]
    [InlineData(CaseVerdict.Unchanged, false)]
    public void A_reason_that_no_diagnostic_gives_is_told_where_it_is_worth_reading(CaseVerdict verdict, bool told) =>
        Assert.Equal(
            told,
            VerdictDiagnostics.IsUntold(new() { Name = "softmax", Verdict = verdict, Reason = "why" })
        );

    [Fact]
    public void A_renamed_case_and_one_that_a_raised_tolerance_lets_pass_are_told_about()
    {
        var unchanged = new CaseJudgement { Name = "softmax", Verdict = CaseVerdict.Unchanged, Reason = "why" };
        var pass = unchanged with { Verdict = CaseVerdict.Pass, Tolerance = 0.01, StatedTolerance = 0.01 };

        Assert.False(VerdictDiagnostics.IsUntold(pass));
        Assert.True(VerdictDiagnostics.IsUntold(unchanged with { RenamedFrom = "softmin" }));
        Assert.True(VerdictDiagnostics.IsUntold(pass with { Tolerance = 0.02 }));
    }

    // The words of a verdict as reports write them, with the icon beside them: a reader searches for them.
    [Theory]
    [InlineData(CaseVerdict.Incorrect, "❌ incorrect", "incorrect")]
    [InlineData(CaseVerdict.Missing, "❌ missing", "missing")]
    [InlineData(CaseVerdict.Invalid, "🚫 invalid", "invalid (faster than possible)")]
    [InlineData(CaseVerdict.Regression, "❌ regression", "slower")]
    [InlineData(CaseVerdict.NotRun, "❌ not run", "not run")]
    [InlineData(CaseVerdict.WeakerCheck, "❌ weaker check", "with a weaker check")]
    [InlineData(CaseVerdict.LessAccurate, "⚠️ less accurate", "less accurate")]
    [InlineData(CaseVerdict.ChangedWork, "⚠️ changed work", "with changed work")]
    [InlineData(CaseVerdict.Inconclusive, "❓ inconclusive", "inconclusive")]
    [InlineData(CaseVerdict.Unstable, "⚠️ unstable", "unstable")]
    [InlineData(CaseVerdict.Accepted, "☑️ accepted", "accepted")]
    [InlineData(CaseVerdict.Improvement, "🚀 improvement", "faster")]
    [InlineData(CaseVerdict.New, "🆕 new", "new")]
    [InlineData(CaseVerdict.Skipped, "⏭️ skipped", "skipped")]
    [InlineData(CaseVerdict.Pass, "✅ pass", "not slower")]
    [InlineData(CaseVerdict.Unchanged, "✅ unchanged", "unchanged")]
    public void A_verdict_has_its_icon_its_word_and_its_count(CaseVerdict verdict, string shown, string counted)
    {
        var traits = VerdictTraits.Of(verdict);

        Assert.Equal((shown, counted), ($"{traits.Sign} {traits.Word}", traits.Counted));
    }

    [Fact]
    public void What_ran_what_proves_and_what_was_compared_without_times_is_stated_of_each()
    {
        var all = Enum.GetValues<CaseVerdict>();

        Assert.Equal(
            [CaseVerdict.Missing, CaseVerdict.NotRun, CaseVerdict.Skipped],
            all.Where(v => !VerdictTraits.Of(v).Ran));
        Assert.Equal(
            [CaseVerdict.Improvement, CaseVerdict.Pass, CaseVerdict.Unchanged],
            all.Where(v => VerdictTraits.Of(v).Proves).OrderBy(v => $"{v}", StringComparer.Ordinal));
        Assert.Equal(
            [CaseVerdict.Accepted, CaseVerdict.ChangedWork, CaseVerdict.Missing, CaseVerdict.Unchanged],
            all.Where(v => VerdictTraits.Of(v).Compared).OrderBy(v => $"{v}", StringComparer.Ordinal));
    }

    [Fact]
    public void A_code_is_described_and_what_may_fail_has_a_remedy_unless_its_cause_decides()
    {
        Assert.All(VerdictTraits.Rules, r => Assert.Matches(@"\bcase.+\.$", r.Rule.Description));
        Assert.All(
            VerdictTraits.Rules.Select(r => VerdictTraits.Of(r.Verdict)).Where(t => t.Failing != Outcome.Inconclusive),
            t => Assert.EndsWith(".", t.Remedy, StringComparison.Ordinal));
    }

    private static CaseVerdict[] Four() =>
        [CaseVerdict.Invalid, CaseVerdict.LessAccurate, CaseVerdict.Inconclusive, CaseVerdict.Unstable];

    private static Verdict Verdict(GatePolicy policy, CaseVerdict verdict)
    {
        CaseJudgement[] cases = [new() { Name = "softmax", Verdict = verdict, Reason = "why" }];
        var (outcome, summary) = OverallOutcome.Of([.. cases], policy);
        return new()
        {
            Outcome = outcome, Summary = summary, Cases = [.. cases], Policy = policy,
            Reference = new() { Kind = ReferenceKind.Baseline, Reason = "the baseline" },
        };
    }
}
