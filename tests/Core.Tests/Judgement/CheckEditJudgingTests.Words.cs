using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <content>Edits beside other verdicts, and where they are shown.</content>
public sealed partial class CheckEditJudgingTests
{
    [Fact]
    public void Work_that_only_the_manifest_states_otherwise_leaves_unchanged_code_unchanged()
    {
        var judged = Judge.Decide(Input(Edited("flops"), code: "old")).Of("silu/N=4096");

        Assert.Equal(CaseVerdict.Unchanged, judged.Verdict);
        Assert.DoesNotContain("accept", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_fails_says_the_change_of_its_work_too()
    {
        var input = Input(Edited("half"));
        var failed = Given.Ended("silu/N=4096", CaseStatus.Failed, "illegal address") with
        {
            Declaration = Edited("half"),
        };

        Assert.Contains(
            "illegal address; also, the branch changes its check: ",
            Judge.Decide(input with { Candidate = Given.Measurement(failed) }).Of("silu/N=4096").Reason,
            StringComparison.Ordinal);
        Assert.Contains(
            "x holds 2048 f32 instead of 4096 f32",
            Judge.Decide(input with { Candidate = Given.Measurement(failed) }).Of("silu/N=4096").Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_whose_line_is_not_known_is_shown_at_the_kernel()
    {
        var input = Input(Edited("looser"));
        var nowhere = input.Candidate.Cases.Select(c => c with { DeclaredAt = null });

        Assert.Equal(
            new("kernels/k.cu", 31),
            Judge.Decide(input with { Candidate = input.Candidate with { Cases = [.. nowhere] } })
                .Of("silu/N=4096").Source);
    }

    [Fact]
    public void Of_two_entries_that_have_lapsed_the_first_is_said() => Assert.Contains(
        "It was accepted until 2026-01-10",
        Judged(Edited("looser"), new()
        {
            AcceptedCheckEdits = [new("silu/*", "a", new(2026, 1, 10)), new("silu/*", "b", new(2026, 1, 9))],
        }).Of("silu/N=4096").Reason,
        StringComparison.Ordinal);

    // The base's side of the trial was compiled beside the candidate's, by one compiler.
    [Theory]
    [InlineData("c1", false)]
    [InlineData("c2", true)]
    public void In_a_trial_the_machine_code_of_both_sides_expected_outputs_decides(string code, bool edited)
    {
        var now = Base with { Expected = Base.Expected with { CodeHash = code } };
        var pair = Given.Pair("silu/N=4096", 10_000, 1, 0.02, 0.0005, 10, 7) with
        {
            Declaration = now, ReferenceDeclaration = Base,
        };

        Assert.Equal(edited, !Judge.Decide(Given.Input(Given.Trial(pair), null)).GateEdits.IsEmpty);
    }

    [Fact]
    public void The_edits_of_a_case_that_only_the_trial_has_are_listed()
    {
        var pair = Given.Pair("silu/N=4096", 10_000, 1, 0.02, 0.0005, 10, 7) with
        {
            Declaration = Edited("looser"), ReferenceDeclaration = Base,
        };
        var other = Given.Measurement(Given.Case("b", 10_000, 0.002, 10, 2));

        Assert.NotEmpty(Judge.Decide(Given.Input(other, other) with { Trial = Given.Trial(pair) }).GateEdits);
    }

    // The baseline compiled another source than the base commit has now: its machine code tells nothing of the branch.
    [Theory]
    [InlineData("silu_ref", "d2")]
    [InlineData("swish_ref", "d1")]
    public void Machine_code_of_another_source_than_the_bases_does_not_count(string name, string digest)
    {
        var merged = Base with
        {
            Expected = Base.Expected with { Name = name, Digest = digest, CodeHash = null },
        };
        var now = merged with { Expected = merged.Expected with { CodeHash = "c2" } };

        Assert.Empty(Judge.Decide(Input(now) with { BaseCases = [new("silu/N=4096", null, merged)] }).GateEdits);
    }
}
