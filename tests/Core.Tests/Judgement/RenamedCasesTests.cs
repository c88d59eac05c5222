using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>A case with another name and the same machine code is unchanged, and nothing is guessed.</summary>
public sealed class RenamedCasesTests
{
    private static readonly MeasuredCase Old = Given.Case("add/N=1", 10_000, 0.002, 5, 1, "code");
    private static readonly MeasuredCase New = Given.Case("add2/N=1", 10_000, 0.002, 5, 2, "code");

    [Fact]
    public void A_renamed_case_is_unchanged_and_says_from_what()
    {
        var verdict = Decide([New], [Old]);

        var judged = Assert.Single(verdict.Cases);
        Assert.Equal(("add2/N=1", CaseVerdict.Unchanged, "add/N=1"), (judged.Name, judged.Verdict, judged.RenamedFrom));
        Assert.StartsWith("renamed from add/N=1", judged.Reason, StringComparison.Ordinal);
        Assert.Equal(Outcome.Pass, verdict.Outcome);
        Assert.Contains(
            verdict.Warnings, w => w.StartsWith("add2/N=1 was renamed from add/N=1", StringComparison.Ordinal));
    }

    // A baseline of an earlier version has no declarations.
    [Fact]
    public void A_case_is_renamed_too_where_one_side_does_not_say_what_it_declares()
    {
        var declared = New with
        {
            Declaration = new()
            {
                Buffers = [new("y", "f32", 1, "poison")], Launches = [], Outputs = [new("y", 1e-6)],
                Expected = new() { Kind = ExpectedKind.Function, Name = "f", Source = "f.cpp", Arguments = "y" },
            },
        };

        Assert.Equal("add/N=1", Assert.Single(Decide([declared], [Old]).Cases).RenamedFrom);
    }

    [Fact]
    public void A_case_is_renamed_too_where_the_reference_alone_says_what_it_declares()
    {
        var declared = Old with
        {
            Declaration = new()
            {
                Buffers = [new("y", "f32", 1, "poison")], Launches = [], Outputs = [new("y", 1e-6)],
                Expected = new() { Kind = ExpectedKind.Function, Name = "f", Source = "f.cpp", Arguments = "y" },
            },
        };

        Assert.Equal("add/N=1", Assert.Single(Decide([New], [declared]).Cases).RenamedFrom);
    }

    [Fact]
    public void A_case_that_moves_other_bytes_is_another_one() =>
        Assert.Equal(2, Decide([New with { Bytes = 8 }], [Old with { Bytes = 4 }]).Cases.Length);

    [Fact]
    public void Two_cases_whose_machine_code_nobody_knows_are_two() =>
        Assert.Equal(2, Decide([New with { CodeHash = null }], [Old with { CodeHash = null }]).Cases.Length);

    [Fact]
    public void A_case_that_keeps_its_name_is_not_taken_for_one_that_is_gone()
    {
        var verdict = Decide([New], [Old, New]);

        Assert.Equal(
            (CaseVerdict.Missing, CaseVerdict.Unchanged),
            (verdict.Of(Old.Name).Verdict, verdict.Of(New.Name).Verdict)
        );
        Assert.Null(verdict.Of(New.Name).RenamedFrom);
    }

    [Fact]
    public void It_is_not_missed_where_the_base_declares_it_too()
    {
        var input = Given.Input(Given.Measurement(New), Given.Measurement(Old)) with { BaseCases = [new("add/N=1")] };

        Assert.Equal(CaseVerdict.Unchanged, Assert.Single(Judge.Decide(input).Cases).Verdict);
    }

    [Fact]
    public void Two_that_could_be_meant_are_not_guessed()
    {
        var twin = New with { Name = "add3/N=1" };

        Assert.Equal(
            [CaseVerdict.Missing, CaseVerdict.New, CaseVerdict.New],
            Decide([New, twin], [Old]).Cases.Select(c => c.Verdict).Order());
        Assert.Equal(
            [CaseVerdict.Missing, CaseVerdict.Missing, CaseVerdict.New],
            Decide([New], [Old, Old with { Name = "add0/N=1" }]).Cases.Select(c => c.Verdict).Order());
    }

    [Fact]
    public void Other_machine_code_other_work_or_another_tolerance_is_no_rename()
    {
        Assert.Equal("Missing case", OutcomeTraits.Of(Decide([New with { CodeHash = "other" }], [Old])).Title);
        Assert.Contains(
            Decide([New with { Flops = 2 }], [Old with { Flops = 1 }]).Cases, c => c.Verdict == CaseVerdict.Missing);
        Assert.Contains(Decide([New with { Tolerance = 0.5 }], [Old]).Cases, c => c.Verdict == CaseVerdict.Missing);
    }

    [Fact]
    public void A_rename_does_not_hide_a_loosened_check()
    {
        var declared = Declaration(1e-5);

        Assert.Contains(
            Decide([New with { Declaration = Declaration(10) }], [Old with { Declaration = declared }]).Cases,
            c => c.Verdict == CaseVerdict.Missing);
        Assert.Equal(
            CaseVerdict.Unchanged,
            Assert
                .Single(Decide([New with { Declaration = declared }], [Old with { Declaration = declared }]).Cases)
                .Verdict
        );
    }

    // Older files do not say the state of a case.
    [Theory]
    [InlineData("hot", "hot", true)]
    [InlineData("hot", null, true)]
    [InlineData(null, "hot", true)]
    [InlineData("hot", "cold", false)]
    public void Other_states_of_the_cache_are_no_rename(string? before, string? now, bool renamed)
    {
        var verdict = Decide([New with { Cache = now }], [Old with { Cache = before }]);

        Assert.Equal(renamed, verdict.Of(New.Name).RenamedFrom == Old.Name);
    }

    [Fact]
    public void Times_without_a_hash_of_the_code_are_no_rename() =>
        Assert.Contains(
            Decide([New with { CodeHash = null }], [Old with { CodeHash = null }]).Cases,
            c => c.Verdict == CaseVerdict.Missing
        );

    [Fact]
    public void A_case_that_is_only_missing_is_headlined_so()
    {
        var verdict = Decide([], [Old]);

        Assert.StartsWith("Failed: 1 case is missing.", verdict.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("incorrect", verdict.Summary, StringComparison.OrdinalIgnoreCase);
    }

    private static Verdict Decide(MeasuredCase[] now, MeasuredCase[] before) =>
        Judge.Decide(Given.Input(Given.Measurement(now), Given.Measurement(before)));

    private static CaseDeclaration Declaration(double bound) => new()
    {
        Buffers = [new("y", "f32", 4, "poison")],
        Launches = [new("add", "1", "4", 0, "y")],
        Outputs = [new("y", bound)],
        Expected = new() { Kind = ExpectedKind.Function, Name = "add_ref", Source = "add.ref.cpp", Digest = "same" },
    };
}
