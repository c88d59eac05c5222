using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The error of each of several outputs, and of outputs whose errors have no scale.</summary>
public sealed class AccuracyOfOutputsTests
{
    [Fact]
    public void The_output_that_became_worst_is_said()
    {
        var judged = Judged([Check("x", 3e-6), Check("y", 7e-6)], [Check("x", 1e-6), Check("y", 1e-6)]);

        Assert.Contains("output y is 7.0 times less accurate", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_output_is_held_against_the_references_of_its_name()
    {
        var judged = Judged([Check("x", 2e-6), Check("y", 2e-6)], [Check("x", 2e-6), Check("y", 5e-6)]);

        Assert.Equal([2e-6, 5e-6], judged.Accuracy.Select(a => a.ReferenceRelativeError!.Value));
    }

    [Fact]
    public void An_output_that_was_wrong_before_is_held_against_nothing()
    {
        var judged = Judged([Check("x", 2e-6)], [Check("x", 1e-6) with { Passed = false }, Check("y", 1e-6)]);

        Assert.Null(Assert.Single(judged.Accuracy).ReferenceRelativeError);
    }

    // A multiple of zero is no scale.
    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    public void The_largest_error_says_nothing_where_no_expected_value_gives_its_scale(double? largest)
    {
        var now = Check("x", 1e-6) with { LargestExpected = largest, MaximumAbsoluteError = 1 };

        Assert.Equal(CaseVerdict.Pass, Judged([now], [Check("x", 1e-6) with { MaximumAbsoluteError = 0 }]).Verdict);
    }

    // Chance lets an error of 10,000 elements grow by 3.8 %, and the policy by a factor of 2: 2.05 are within both.
    [Theory]
    [InlineData(10_000, CaseVerdict.Pass)]
    [InlineData(10_001, CaseVerdict.LessAccurate)]
    public void Chance_counts_up_to_ten_thousand_elements(long elements, CaseVerdict verdict) =>
        Assert.Equal(verdict, Judged([Check("x", 2.05e-6)], [Check("x", 1e-6)], count: elements).Verdict);

    // The two sides of a baseline may have other compilers: other machine code of the expected outputs says nothing.
    [Fact]
    public void Expected_outputs_of_the_same_source_are_the_same_whoever_compiled_them()
    {
        var judged = Judged([Check("x", 2e-6)], [Check("x", 1e-6)], code: "other");

        Assert.NotNull(Assert.Single(judged.Accuracy).ReferenceRelativeError);
    }

    [Fact]
    public void Errors_of_other_inputs_are_not_compared()
    {
        var judged = Judged([Check("x", 2e-6)], [Check("x", 1e-6)], seed: 7);

        Assert.Null(Assert.Single(judged.Accuracy).ReferenceRelativeError);
    }

    [Fact]
    public void Errors_of_other_work_are_not_compared()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.0005, 10, 1, "new") with
            {
                Declaration = Declared(200_000, "code", 1), Checks = [Check("x", 2e-6)],
            }),
            Given.Measurement(Given.Case("a", 10_000, 0.0005, 10, 2) with
            {
                Declaration = Declared(100_000, "code", 1), Checks = [Check("x", 1e-6)],
            }));

        Assert.Null(Assert.Single(Judge.Decide(input).Of("a").Accuracy).ReferenceRelativeError);
    }

    [Fact]
    public void A_case_that_only_the_trial_has_shows_the_errors_of_its_outputs()
    {
        var both = Given.Measurement(Given.Case("b", 10_000, 0.0005, 10, 1));
        var tried = Given.Case("a", 10_000, 0.0005, 10, 1) with { Checks = [Check("x", 2e-6)] };
        var judged = Judge.Decide(Given.Input(both, both) with { Trial = Given.Measurement(tried) });

        Assert.Equal(2e-6, Assert.Single(judged.Of("a").Accuracy).RelativeError);
    }

    private static OutputCheck Check(string buffer, double relative) => new(buffer, relative, 0, true)
    {
        LargestExpected = 4,
    };

    private static CaseDeclaration Declared(long count, string code, double seed) => new()
    {
        Buffers = [new("x", "f32", count, "poison"), new("y", "f32", count, "poison")],
        Launches = [new("k", "32", "128", 0, "x, y")],
        Outputs = [new("x", 1e-2), new("y", 1e-2)],
        Seed = seed,
        Expected = new()
        {
            Kind = ExpectedKind.Function,
            Name = "f",
            Source = "k.ref.cpp",
            Arguments = "x, y",
            Digest = "d",
            CodeHash = code,
        },
    };

    private static CaseJudgement Judged(
        OutputCheck[] now, OutputCheck[] before, long count = 100_000, string code = "code", double seed = 1) =>
        Judge.Decide(Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.0005, 10, 1, "new") with
            {
                Declaration = Declared(count, code, seed), Checks = [.. now],
            }),
            Given.Measurement(Given.Case("a", 10_000, 0.0005, 10, 2) with
            {
                Declaration = Declared(count, "code", 1), Checks = [.. before],
            }))).Of("a");
}
