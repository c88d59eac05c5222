using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Samples from which no honest verdict can follow.</summary>
public class SampleGuardTests
{
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.002, 10, 1);
    private static readonly MeasuredCase Same = Given.Case("a", 10_000, 0.002, 10, 2, "new");

    [Theory]
    [InlineData("old", "new")]
    [InlineData(null, null)]
    public void A_measurement_compared_with_itself_is_refused(string? before, string? now)
    {
        var reference = Given.Measurement(Before with { CodeHash = before });
        var candidate = Given.Measurement(Before with { CodeHash = now });

        Assert.Equal("PG3012", Refused(Given.Input(candidate, reference)).Code);
    }

    [Fact]
    public void A_copy_is_refused_although_one_of_its_runs_does_not_vary()
    {
        var odd = Before with { Runs = Before.Runs.SetItem(4, Before.Runs[4] with { Samples = [10_000, 10_000] }) };
        var input = Given.Input(Given.Measurement(odd with { CodeHash = "new" }), Given.Measurement(odd));

        Assert.Equal("PG3012", Refused(input).Code);
    }

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    public void Two_times_that_differ_are_enough_to_tell_a_copy(double second, bool refused)
    {
        var odd = Before with { Runs = [.. Before.Runs.Select(r => r with { Samples = [10_000, second] })] };
        var input = Given.Input(Given.Measurement(odd with { CodeHash = "new" }), Given.Measurement(odd));

        Assert.Equal(refused, Record.Exception(() => Judge.Decide(input)) is PerfGateException);
    }

    [Fact]
    public void A_trial_whose_two_sides_are_copies_is_refused()
    {
        var trial = Given.Pair("a", 10_000, 1, 0.02, 0.002, 10, 7);
        var copied = trial with { Runs = [.. trial.Runs.Select(r => r with { ReferenceSamples = r.Samples })] };

        Assert.Equal("PG3012", Refused(Given.Input(Given.Trial(copied), null)).Code);
    }

    // A canary's two sides run the same code, and a coarse device may time them alike.
    [Fact]
    public void A_canary_whose_two_sides_are_alike_is_no_copy()
    {
        var pair = Given.Pair("canary", 10_000, 1, 0.02, 0.002, 10, 8) with { Role = CaseRole.Canary };
        var alike = pair with { Runs = [.. pair.Runs.Select(r => r with { ReferenceSamples = r.Samples })] };
        var input = Given.Input(Given.Trial(Given.Pair("a", 10_000, 1, 0.02, 0.002, 10, 7), alike), null);

        Assert.Equal(CaseVerdict.Pass, Judge.Decide(input).Of("a").Verdict);
    }

    [Fact]
    public void A_case_that_a_measurement_holds_twice_is_refused_by_name()
    {
        var refused = Refused(Given.Input(
            Given.Measurement(Same, Given.Case("a", 9000, 0.002, 10, 5, "new")), Given.Measurement(Before)));

        Assert.Equal("PG3013", refused.Code);
        Assert.Contains("the case a twice", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_sample_that_is_no_time_is_refused(double sample)
    {
        var bad = Same with { Runs = [.. Same.Runs.Take(9), new CaseRun { Run = 9, Samples = [100, sample] }] };

        Assert.Equal("PG3011", Refused(Given.Input(Given.Measurement(bad), Given.Measurement(Before))).Code);
    }

    [Fact]
    public void A_sample_that_is_no_time_is_refused_on_every_side()
    {
        static MeasuredCase Bad(MeasuredCase measured) =>
            measured with { Runs = measured.Runs.SetItem(4, measured.Runs[4] with { Samples = [100, -1] }) };
        var pair = Given.Pair("a", 10_000, 1, 0.02, 0.002, 10, 7);
        var odd = pair with { Runs = pair.Runs.SetItem(4, pair.Runs[4] with { ReferenceSamples = [100, -1] }) };
        var good = Given.Input(Given.Measurement(Same), Given.Measurement(Before));

        Assert.All(
            [
                good with { Reference = Given.Baseline(Given.Measurement(Bad(Before)), Given.Measurement(Before)) },
                good with { Remeasured = Given.Measurement(Bad(Same)) },
                good with { Trial = Given.Trial(Bad(pair)) },
                good with { Trial = Given.Trial(odd) },
            ],
            input => Assert.Equal("PG3011", Refused(input).Code));
    }

    [Fact]
    public void What_is_asked_between_rounds_of_runs_refuses_them_as_the_verdict_does()
    {
        var bad = Same with { Runs = [.. Same.Runs.Take(9), new CaseRun { Run = 9, Samples = [100, -1] }] };
        var input = Given.Input(Given.Measurement(bad), Given.Measurement(Before));

        Assert.Equal("PG3011", Assert.Throws<PerfGateException>(() => Judge.Accused(input)).Diagnostics[0].Code);
        Assert.Equal("PG3011", Assert.Throws<PerfGateException>(() => Judge.Undecided(input)).Diagnostics[0].Code);
    }

    [Fact]
    public void Of_two_cases_that_a_measurement_holds_twice_the_first_is_named()
    {
        var b = Given.Case("b", 9000, 0.002, 10, 5);

        Assert.Contains(
            "the case a twice",
            Refused(Given.Input(Given.Measurement(Same, b, Same, b), Given.Measurement(Before))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_sample_that_is_no_time_is_said()
    {
        var bad = Same with { Runs = Same.Runs.SetItem(0, new CaseRun { Run = 0, Samples = [-1, -2, 100] }) };

        Assert.Contains(
            "-1", Refused(Given.Input(Given.Measurement(bad), Given.Measurement(Before))).Message,
            StringComparison.Ordinal);
    }

    // The copied runs of the trial count, not those of the candidate beside it.
    [Fact]
    public void A_trial_beside_a_candidate_whose_two_sides_are_copies_is_refused()
    {
        var trial = Given.Pair("a", 10_000, 1, 0.02, 0.002, 10, 7);
        var copied = trial with { Runs = [.. trial.Runs.Select(r => r with { ReferenceSamples = r.Samples })] };
        var input = Given.Input(Given.Measurement(Same), Given.Measurement(Before));

        Assert.Equal("PG3012", Refused(input with { Trial = Given.Trial(copied) }).Code);
    }

    [Fact]
    public void Fewer_runs_than_the_baseline_are_no_copy_of_it()
    {
        var fewer = Before with { CodeHash = "new", Runs = Before.Runs[..9] };

        Assert.Equal(
            CaseVerdict.Pass,
            Judge.Decide(Given.Input(Given.Measurement(fewer), Given.Measurement(Before))).Of("a").Verdict);
    }

    // A clock with a coarse step may give both sides the same value each time.
    [Fact]
    public void A_trial_whose_two_sides_do_not_vary_is_no_copy()
    {
        var pair = Given.Pair("a", 10_000, 1, 0.02, 0.002, 10, 7);
        var coarse = pair with
        {
            Runs = [.. pair.Runs.Select(r => r with { Samples = [10_000], ReferenceSamples = [10_000] })],
        };

        Assert.Null(Record.Exception(() => Judge.Decide(Given.Input(Given.Trial(coarse), null))));
    }

    [Fact]
    public void A_run_without_samples_is_refused_by_name()
    {
        var refused = Refused(Given.Input(
            Given.Measurement(Same with { Runs = [.. Same.Runs, new CaseRun { Run = 10, Samples = [] }] }),
            Given.Measurement(Before)));

        Assert.Equal("PG3011", refused.Code);
        Assert.Contains("run 10", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_coarse_clock_gives_twice_is_no_copy()
    {
        static MeasuredCase Constant(string code) => Given.Case("a", 1, 0, 1, 1, code) with
        {
            Runs = [.. Enumerable.Range(0, 10).Select(i => new CaseRun { Run = i, Samples = [1000, 1000, 1000] })],
        };

        var input = Given.Input(Given.Measurement(Constant("new")), Given.Measurement(Constant("old")));

        Assert.Equal(CaseVerdict.Pass, Judge.Decide(input).Of("a").Verdict);
    }

    [Fact]
    public void One_run_that_differs_makes_no_copy()
    {
        var almost = Before with { CodeHash = "new", Runs = Before.Runs.SetItem(9, Same.Runs[9]) };

        Assert.NotNull(Judge.Decide(Given.Input(Given.Measurement(almost), Given.Measurement(Before))).Of("a").Ratio);
    }

    private static Diagnostic Refused(JudgementInput input) =>
        Assert.Throws<PerfGateException>(() => Judge.Decide(input)).Diagnostics[0];
}
