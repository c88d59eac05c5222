using PerfGate.Core.Declarations;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What a branch changes in its own declarations, and what becomes of the case.</summary>
public sealed partial class CheckEditJudgingTests
{
    private static readonly SourceLocation At = new("kernels/silu.bench.json", 6);

    [Theory]
    [MemberData(nameof(Weakening))]
    public void A_weakened_check_fails_at_the_manifests_line_says_what_and_how_to_accept_it(
        string how,
        CheckEditKind kind,
        string said
    )
    {
        var verdict = Judged(Edited(how));

        var judged = verdict.Of("silu/N=4096");
        Assert.Contains(
            judged.Edits, e => e.Kind == kind && e.Weakens && e.Text.Contains(said, StringComparison.Ordinal));
        Assert.Equal(Outcome.Incorrect, verdict.Outcome);
        var error = Assert.Single(VerdictDiagnostics.Of(verdict), d => d.Severity == Severity.Error);
        Assert.Contains("acceptedCheckEdits in perfgate.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            verdict.GateEdits,
            e => e.StartsWith("silu/N=4096: ", StringComparison.Ordinal) && e.Contains(said, StringComparison.Ordinal)
        );
        if (judged.Verdict == CaseVerdict.WeakerCheck)
            Assert.Equal(("PG3030", At), (error.Code, error.Location));
        else
            Assert.Equal((CaseVerdict.ChangedWork, "PG3025"), (judged.Verdict, error.Code));
    }

    [Theory]
    [MemberData(nameof(Weakening))]
    public void With_a_policy_that_warns_it_warns(string how, CheckEditKind kind, string said)
    {
        var verdict = Judged(Edited(how), new() { CheckEdits = PolicyAction.Warn });

        Assert.Equal(Outcome.Warning, verdict.Outcome);
        Assert.Contains(
            verdict.Of("silu/N=4096").Edits, e => e.Kind == kind && e.Text.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Weakening))]
    public void An_entry_that_stands_for_it_lets_it_pass_and_is_listed(string how, CheckEditKind kind, string said)
    {
        var verdict = Judged(Edited(how), Accepting(Given.Today));

        var judged = verdict.Of("silu/N=4096");
        Assert.Equal(Outcome.Pass, verdict.Outcome);
        Assert.Equal("we mean it", judged.AcceptedEdit?.Reason);
        Assert.Contains(judged.Edits, e => e.Kind == kind);
        Assert.Contains(
            verdict.GateEdits,
            e =>
                e.Contains(said, StringComparison.Ordinal)
                && e.EndsWith("accepted until 2026-01-15: we mean it", StringComparison.Ordinal)
        );
        Assert.Equal(judged.Edits.Any(e => e.ChangesWork) ? CaseVerdict.Accepted : CaseVerdict.Pass, judged.Verdict);
        Assert.DoesNotContain(
            verdict.Warnings, w => w.StartsWith("The accepted check edit", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_is_void_after_its_day()
    {
        var verdict = Judged(Edited("looser"), Accepting(Given.Today.AddDays(-1)));

        Assert.Equal(CaseVerdict.WeakerCheck, verdict.Of("silu/N=4096").Verdict);
        Assert.Contains("which has passed", verdict.Of("silu/N=4096").Reason, StringComparison.Ordinal);
        Assert.Contains(verdict.Warnings, w => w.Contains("lapsed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tighter", CheckEditKind.Bound)]
    [InlineData("one more output", CheckEditKind.Outputs)]
    [InlineData("block", CheckEditKind.Launches)]
    [InlineData("split", CheckEditKind.Launches)]
    [InlineData("launch scalar", CheckEditKind.LaunchArguments)]
    [InlineData("no scratch", CheckEditKind.Buffers)]
    [InlineData("scratch fill", CheckEditKind.Fill)]
    [InlineData("seed", CheckEditKind.Seed)]
    [InlineData("macros", CheckEditKind.Defines)]
    [InlineData("work is stated", CheckEditKind.Work)]
    public void The_same_problem_solved_another_way_is_listed_and_compared(string how, CheckEditKind kind)
    {
        var verdict = Judged(Edited(how));

        Assert.Equal((CaseVerdict.Pass, Outcome.Pass), (verdict.Of("silu/N=4096").Verdict, verdict.Outcome));
        Assert.Contains(verdict.Of("silu/N=4096").Edits, e => e.Kind == kind);
        Assert.NotEmpty(verdict.GateEdits);
    }

    [Theory]
    [InlineData("comment")]
    [InlineData("same machine code")]
    [InlineData("renamed")]
    public void What_says_the_same_in_other_words_is_no_edit(string how) => Assert.Empty(Judged(Edited(how)).GateEdits);

    [Theory]
    [InlineData("half", "per operation")]
    [InlineData("type", "per operation")]
    [InlineData("flops", "per operation")]
    public void Other_work_under_the_old_name_is_not_compared_and_shown_by_the_unit(string how, string unit)
    {
        var verdict = Judged(Edited(how));

        var judged = verdict.Of("silu/N=4096");
        Assert.Equal((CaseVerdict.ChangedWork, null), (judged.Verdict, judged.Ratio));
        Assert.Contains(unit, judged.Reason, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Incorrect, OverallOutcome.Exit(verdict.Outcome));
        Assert.Empty(Judge.Accused(Input(Edited(how))));
    }

    [Fact]
    public void A_case_that_halves_its_work_and_takes_nine_tenths_of_the_time_is_slower_by_the_operation()
    {
        var reason = Judged(Edited("half"), ratio: 0.9).Of("silu/N=4096").Reason;

        Assert.Contains("it is 1.8 times slower per operation", reason, StringComparison.Ordinal);
        Assert.Contains("x holds 2048 f32 instead of 4096 f32", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_work_counts_it_is_shown_by_the_element_of_the_compared_outputs() => Assert.Contains(
        "it is 1.8 times slower per element",
        Judged(Edited("half") with { Flops = null }, ratio: 0.9).Of("silu/N=4096").Reason, StringComparison.Ordinal);

    [Fact]
    public void A_baseline_that_is_behind_the_base_accuses_nobody_of_edits_and_has_the_case_tried()
    {
        var input = Input(Edited("half")) with { BaseCases = [new("silu/N=4096", null, Edited("half"))] };

        Assert.Empty(Judge.Decide(input).GateEdits);
        Assert.Equal(["silu/N=4096"], Judge.Accused(input));
        var judged = Judge.Decide(input).Of("silu/N=4096");
        Assert.Equal(CaseVerdict.Inconclusive, judged.Verdict);
        Assert.Contains("refresh the baseline", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Edits_are_held_against_the_base_and_not_against_an_older_baseline()
    {
        var merged = Edited("looser");

        Assert.Empty(Judge.Decide(Input(merged) with { BaseCases = [new("silu/N=4096", null, merged)] }).GateEdits);
        Assert.NotEmpty(Judge.Decide(Input(Base) with { BaseCases = [new("silu/N=4096", null, merged)] }).GateEdits);
    }

    [Fact]
    public void The_machine_code_that_the_baseline_knows_of_the_bases_source_counts()
    {
        // The base commit's manifests are read without a compiler; the baseline compiled the same source.
        var uncompiled = Base with { Expected = Base.Expected with { CodeHash = null } };
        var renamedVariable = Base with { Expected = Base.Expected with { Digest = "d2" } };

        Assert.Empty(
            Judge.Decide(Input(renamedVariable) with { BaseCases = [new("silu/N=4096", null, uncompiled)] }).GateEdits);
    }

    [Theory]
    [InlineData(DeviceKind.Host, true)]
    [InlineData(DeviceKind.Cuda, false)]
    public void A_changed_header_shows_where_one_compiler_made_both(DeviceKind device, bool shows)
    {
        var input = Input(Base with { Expected = Base.Expected with { CodeHash = "c2" } });
        input = input with
        {
            Candidate = input.Candidate with { Environment = Given.Environment(device) },
            Reference = Given.Baseline(
                input.Reference!.Measurements[0] with
                {
                    Environment = Given.Environment(device),
                }
            ),
        };

        Assert.Equal(
            shows, Judge.Decide(input).GateEdits.Any(e => e.Contains("through a header", StringComparison.Ordinal)));
    }

    [Fact]
    public void Unchanged_machine_code_excuses_no_loosened_bound() =>
        Assert.Equal(
            CaseVerdict.WeakerCheck, Judge.Decide(Input(Edited("looser"), code: "old")).Of("silu/N=4096").Verdict);

    [Fact]
    public void An_entry_that_lapsed_for_another_case_is_not_said_to_have_covered_this_one()
    {
        var policy = new GatePolicy { AcceptedCheckEdits = [new("add/*", "we mean it", Given.Today.AddDays(-1))] };

        Assert.DoesNotContain(
            "It was accepted until", Judged(Edited("looser"), policy).Of("silu/N=4096").Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_for_the_one_case_of_two_that_is_edited_has_not_lapsed()
    {
        var input = Input(Edited("looser"), Accepting(Given.Today));
        var other = Given.Case("add", 10_000, 0.0005, 10, 3, "same");
        var old = input.Reference!.Measurements[0];

        var verdict = Judge.Decide(input with
        {
            Candidate = input.Candidate with { Cases = [other, .. input.Candidate.Cases] },
            Reference = Given.Baseline(old with { Cases = [other, .. old.Cases] }),
        });

        Assert.DoesNotContain(
            verdict.Warnings, w => w.StartsWith("The accepted check edit", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_name_is_no_cover_for_a_loosened_bound()
    {
        var input = Input(Edited("looser"), code: "old");
        var renamed = input.Candidate.Cases.Select(c => c with { Name = "swish/N=4096", Benchmark = "swish" });

        var verdict = Judge.Decide(input with { Candidate = input.Candidate with { Cases = [.. renamed] } });

        // A renamed case has the check of the old one; this is a new case, and the old one is missing.
        Assert.Equal(
            (CaseVerdict.Missing, CaseVerdict.New),
            (verdict.Of("silu/N=4096").Verdict, verdict.Of("swish/N=4096").Verdict)
        );
    }

    [Fact]
    public void A_regression_stays_one_and_says_what_else_the_branch_did()
    {
        var pair = Given.Pair("silu/N=4096", 10_000, 1.3, 0.02, 0.002, 10, 7) with
        {
            Declaration = Edited("looser"), ReferenceDeclaration = Base,
        };
        var judged = Judge.Decide(Input(Edited("looser"), ratio: 1.3) with { Trial = Given.Trial(pair) }).Of(
            "silu/N=4096");

        Assert.Equal(CaseVerdict.Regression, judged.Verdict);
        Assert.Contains(
            "also, the branch changes its check: the relative bound", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_neither_side_is_known_nothing_is_said()
    {
        var input = Input(Edited("looser"));
        var old = input.Reference!.Measurements[0];

        var verdict = Judge.Decide(input with
        {
            Reference = Given.Baseline(old with { Cases = [.. old.Cases.Select(c => c with { Declaration = null })] }),
        });

        Assert.Equal((CaseVerdict.Pass, 0), (verdict.Of("silu/N=4096").Verdict, verdict.GateEdits.Length));
    }

    private static GatePolicy Accepting(DateOnly until) =>
        new() { AcceptedCheckEdits = [new("silu/*", "we mean it", until)] };

    private static Verdict Judged(CaseDeclaration now, GatePolicy? policy = null, double ratio = 1) =>
        Judge.Decide(Input(now, policy, ratio));

    private static JudgementInput Input(
        CaseDeclaration now,
        GatePolicy? policy = null,
        double ratio = 1,
        string code = "new"
    ) =>
        Given.Input(
            Given.Measurement(
                Given.Case("silu/N=4096", 10_000 * ratio, 0.0005, 10, 1, code) with
                {
                    Declaration = now,
                    DeclaredAt = At,
                }
            ),
            Given.Measurement(
                Given.Case("silu/N=4096", 10_000, 0.0005, 10, 2) with
                {
                    Declaration = Base,
                    DeclaredAt = At,
                }
            ),
            policy
        );
}
