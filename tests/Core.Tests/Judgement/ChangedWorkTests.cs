using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Times of other work are not compared, whichever side says what the work was.</summary>
public class ChangedWorkTests
{
    [Theory]
    [InlineData(4096, CaseVerdict.Regression)]
    [InlineData(2048, CaseVerdict.ChangedWork)]
    public void In_a_trial_the_bases_own_declaration_tells_what_its_work_is(long count, CaseVerdict verdict)
    {
        // Neither a baseline nor the base's manifests are at hand.
        var pair = Given.Pair("a", 10_000, 1.3, 0.02, 0.002, 10, 7) with
        {
            Declaration = Declared(4096),
            ReferenceDeclaration = Declared(count),
        };

        Assert.Equal(verdict, Judge.Decide(Given.Input(Given.Trial(pair), null)).Of("a").Verdict);
    }

    [Fact]
    public void A_trial_whose_base_does_not_say_is_held_against_the_base_commits_manifest()
    {
        var pair = Given.Pair("a", 10_000, 1.3, 0.02, 0.002, 10, 7) with { Declaration = Declared(4096) };
        var input = Given.Input(Given.Trial(pair), null) with
        {
            BaseCases = [new("a") { Declaration = Declared(2048) }],
        };

        Assert.Equal(CaseVerdict.ChangedWork, Judge.Decide(input).Of("a").Verdict);
    }

    // The base's kernels do the same work where only the baseline is behind them.
    [Theory]
    [InlineData(2048, false)]
    [InlineData(4096, true)]
    [InlineData(null, false)]
    public void A_case_of_other_work_than_the_baselines_is_tried_where_the_base_does_the_new_work(
        int? count, bool tried)
    {
        static MeasuredCase Case(string code, long count) =>
            Given.Case("a", 10_000, 0.002, 10, 1 + code.Length, code) with { Declaration = Declared(count) };
        var input = Given.Input(Given.Measurement(Case("newer", 4096)), Given.Measurement(Case("old", 2048))) with
        {
            BaseCases = count is { } base_ ? [new("a") { Declaration = Declared(base_) }] : [],
        };

        Assert.Equal(tried, Judge.Accused(input).Contains("a"));
    }

    private static CaseDeclaration Declared(long count) =>
        new()
        {
            Buffers = [new("x", "f32", count, "normal(0, 1)"), new("y", "f32", count, "poison")],
            Launches = [new("k", "32", "128", 0, "y, x")],
            Outputs = [new("y", 1e-6)],
            Expected = new()
            {
                Kind = ExpectedKind.Function,
                Name = "f",
                Source = "k.ref.cpp",
                Arguments = "y, x",
                Digest = "d",
            },
        };
}
