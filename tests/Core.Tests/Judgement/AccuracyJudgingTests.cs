using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

public sealed class AccuracyJudgingTests
{
    private static readonly OutputCheck Accurate = new("y", 1e-6, 1e-5, true)
    {
        ExactShare = 0.4,
        LargestExpected = 4,
        Deterministic = true,
    };

    private static CaseDeclaration Declared(string type = "f32", long count = 100_000) =>
        new()
        {
            Buffers = [new("y", type, count, "poison")],
            Launches = [new("k", "32", "128", 0, "y")],
            Outputs = [new("y", 1e-2)],
            Expected = new()
            {
                Kind = ExpectedKind.Function,
                Name = "f",
                Source = "k.ref.cpp",
                Arguments = "y",
                Digest = "d",
            },
        };

    [Theory]
    [InlineData(2.5e-6, 1e-5, "2.5 times less accurate")]
    [InlineData(1e-6, 4e-5, "4.0 times less accurate")]
    public void An_error_that_grew_by_more_than_the_factor_takes_the_place_of_a_pass_and_keeps_its_time(
        double relative,
        double largest,
        string said
    )
    {
        var verdict = Judged(Accurate with { RelativeError = relative, MaximumAbsoluteError = largest });

        var judged = verdict.Of("a");
        Assert.Equal((CaseVerdict.LessAccurate, Outcome.Warning), (judged.Verdict, verdict.Outcome));
        Assert.Contains(said, judged.Reason, StringComparison.Ordinal);
        Assert.Contains("; its time: ", judged.Reason, StringComparison.Ordinal);
        Assert.NotNull(judged.Ratio);
        Assert.Equal(
            Outcome.Incorrect,
            Judged(
                Accurate with
                {
                    RelativeError = relative,
                    MaximumAbsoluteError = largest,
                },
                new() { LessAccurate = PolicyAction.Fail }
            ).Outcome
        );
    }

    [Theory]
    [InlineData(1.9e-6, 1.9e-5)]
    [InlineData(2e-6, 2e-5)]
    [InlineData(1e-9, 1e-9)]
    public void An_error_that_grew_less_or_shrank_is_shown_and_passes(double relative, double largest)
    {
        var judged = Judged(Accurate with { RelativeError = relative, MaximumAbsoluteError = largest }).Of("a");

        Assert.Equal(CaseVerdict.Pass, judged.Verdict);
        Assert.Equal(
            (relative, 1e-6, 0.4, true),
            (
                Assert.Single(judged.Accuracy).RelativeError,
                judged.Accuracy[0].ReferenceRelativeError!.Value,
                judged.Accuracy[0].ReferenceExactShare!.Value,
                judged.Accuracy[0].Deterministic!.Value
            )
        );
    }

    [Theory]
    [InlineData("f32", 1e-7, CaseVerdict.Pass)]
    [InlineData("f32", 1e-6, CaseVerdict.LessAccurate)]
    [InlineData("bf16", 0.0078, CaseVerdict.Pass)]
    [InlineData("bf16", 0.1, CaseVerdict.LessAccurate)]
    [InlineData("f16", 1e-3, CaseVerdict.Pass)]
    [InlineData("f16", 1e-2, CaseVerdict.LessAccurate)]
    [InlineData("f64", 1e-15, CaseVerdict.LessAccurate)]
    [InlineData("i32", 1e-9, CaseVerdict.LessAccurate)]
    public void An_exact_output_that_is_a_rounding_off_is_no_alarm_and_more_is(
        string type,
        double now,
        CaseVerdict verdict
    ) =>
        Assert.Equal(
            verdict,
            Judged(
                    Accurate with
                    {
                        RelativeError = now,
                        MaximumAbsoluteError = 0,
                    },
                    before: Accurate with
                    {
                        RelativeError = 0,
                        MaximumAbsoluteError = 0,
                        ExactShare = 1,
                    },
                    declared: Declared(type)
                )
                .Of("a")
                .Verdict
        );

    // The digits that a number holds after its first: 10 of half precision, 7 of bfloat16, 23 of single, 52 of double.
    // Below two units errors are rounding, and the factor of the policy is 2.
    [Theory]
    [InlineData("f16", 10)]
    [InlineData("bf16", 7)]
    [InlineData("f32", 23)]
    [InlineData("f64", 52)]
    public void An_exact_output_is_less_accurate_from_four_units_in_the_last_place_on(string type, int digits)
    {
        var units = 4 * Math.Pow(2, -digits);

        Assert.Equal(
            (CaseVerdict.Pass, CaseVerdict.LessAccurate),
            (WithError(0.99 * units).Verdict, WithError(1.01 * units).Verdict)
        );

        CaseJudgement WithError(double relative) =>
            Judged(
                    Accurate with { RelativeError = relative, MaximumAbsoluteError = 0 },
                    before: Accurate with { RelativeError = 0, MaximumAbsoluteError = 0 },
                    declared: Declared(type)
                )
                .Of("a");
    }

    // The largest error counts in units of the largest expected value, which is 4.
    [Theory]
    [InlineData(15.8, CaseVerdict.Pass)]
    [InlineData(16.2, CaseVerdict.LessAccurate)]
    public void The_largest_error_of_an_exact_output_counts_in_units_of_the_largest_value(
        double units, CaseVerdict verdict) =>
        Assert.Equal(
            verdict,
            Judged(
                    Accurate with { RelativeError = 0, MaximumAbsoluteError = units * Math.Pow(2, -23) },
                    before: Accurate with { RelativeError = 0, MaximumAbsoluteError = 0 }
                )
                .Of("a")
                .Verdict
        );

    // Of two elements the ratio of mean squares exceeds x in one case of 1 + x: 9999 in one of 10,000. So the errors
    // differ by a factor of up to 99.995 by chance, and the policy allows twice that.
    [Theory]
    [InlineData(1.99e-4, CaseVerdict.Pass)]
    [InlineData(2.01e-4, CaseVerdict.LessAccurate)]
    public void The_error_of_two_numbers_may_grow_by_what_chance_gives_once_in_ten_thousand(
        double relative, CaseVerdict verdict) =>
        Assert.Equal(
            verdict, Judged(Accurate with { RelativeError = relative }, declared: Declared(count: 2)).Of("a").Verdict);

    [Theory]
    [InlineData(1, CaseVerdict.Pass)]
    [InlineData(100_000, CaseVerdict.LessAccurate)]
    public void The_error_of_one_number_is_luck_and_that_of_many_is_not(long elements, CaseVerdict verdict) =>
        Assert.Equal(
            verdict,
            Judged(
                    Accurate with
                    {
                        RelativeError = 5e-6,
                        MaximumAbsoluteError = 5e-5,
                    },
                    declared: Declared(count: elements)
                )
                .Of("a")
                .Verdict
        );

    [Fact]
    public void Errors_against_other_expected_outputs_are_not_compared()
    {
        var now = Declared() with { Expected = Declared().Expected with { Digest = "other" } };

        Assert.Null(
            Assert
                .Single(Judged(Accurate with { RelativeError = 1e-3 }, declared: Declared(), now: now).Of("a").Accuracy)
                .ReferenceRelativeError
        );
    }

    [Fact]
    public void A_trials_own_two_sides_are_compared()
    {
        var pair = Given.Pair("a", 10_000, 1.0, 0.02, 0.0005, 10, 7) with
        {
            Declaration = Declared(), ReferenceDeclaration = Declared(),
            Checks = [Accurate with { RelativeError = 5e-6 }], ReferenceChecks = [Accurate],
        };

        Assert.Equal(CaseVerdict.LessAccurate, Judge.Decide(Given.Input(Given.Trial(pair), null)).Of("a").Verdict);
    }

    [Fact]
    public void A_regression_stays_one_and_says_so()
    {
        var pair = Given.Pair("a", 10_000, 1.3, 0.02, 0.0005, 10, 7) with
        {
            Declaration = Declared(), ReferenceDeclaration = Declared(),
            Checks = [Accurate with { RelativeError = 5e-6 }], ReferenceChecks = [Accurate],
        };
        var judged = Judge.Decide(Given.Input(Given.Trial(pair), null)).Of("a");

        Assert.Equal(CaseVerdict.Regression, judged.Verdict);
        Assert.Contains("also, output y is 5.0 times less accurate", judged.Reason, StringComparison.Ordinal);
    }

    private static Verdict Judged(
        OutputCheck check,
        GatePolicy? policy = null,
        OutputCheck? before = null,
        CaseDeclaration? declared = null,
        CaseDeclaration? now = null
    ) =>
        Judge.Decide(
            Given.Input(
                Given.Measurement(
                    Given.Case("a", 10_000, 0.0005, 10, 1, "new") with
                    {
                        Declaration = now ?? declared ?? Declared(),
                        Checks = [check],
                    }
                ),
                Given.Measurement(
                    Given.Case("a", 10_000, 0.0005, 10, 2) with
                    {
                        Declaration = declared ?? Declared(),
                        Checks = [before ?? Accurate],
                    }
                ),
                policy
            )
        );
}
