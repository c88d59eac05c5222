using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Tests.Statistics;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>One slow process among a reference's ten buys no slack: zupat/related_post_gen#500.</summary>
public class FarRunTests
{
    private const string Named = "run 8 of the reference took 10.2 ms; the others 5.5 to 6.0 ms";

    private const string Raised =
        "; the stated tolerance of 1.0 % is below what this machine can resolve, so it was raised to ";

    private static readonly ImmutableArray<double> Reference = [.. RobustTests.Ten.Select(ms => ms * 1e6)];

    private static ImmutableArray<double> Candidate(double factor) =>
        [.. Reference.Where(ns => ns < 1e7).Select(ns => ns * factor)];

    private static SampleComparison Compared(double factor, double tolerance) =>
        SampleComparison.Of(Each(Reference), Each(Candidate(factor)), tolerance);

    private static ImmutableArray<ImmutableArray<double>> Each(ImmutableArray<double> runs) =>
        [.. runs.Select(ns => ImmutableArray.Create(ns))];

    private static JudgementInput Gate(double factor) =>
        Given.Input(
            OnHost(Given.Measurement(Case(Candidate(factor), "new"))),
            OnHost(Given.Measurement(Case(Reference, "old")))
        ) with
        {
            AtEndOfBudget = true,
        };

    private static Measurement OnHost(Measurement measurement) =>
        measurement with { Environment = Given.Environment(DeviceKind.Host) };

    private static MeasuredCase Case(ImmutableArray<double> runs, string code) => Given.Case("a", 1, 0, 1, 1, code) with
    {
        Runs = [.. runs.Select((ns, i) => new CaseRun { Run = i, Samples = [ns] })],
    };

    [Theory]
    [InlineData(1.03)]
    [InlineData(1.05)]
    [InlineData(1.08)]
    [InlineData(1.10)]
    public void Compare_passes_no_slow_down_of_several_times_the_tolerance_and_names_the_run(double factor)
    {
        var compared = Compared(factor, 0.01);

        Assert.Equal(CaseVerdict.Inconclusive, compared.Verdict);
        Assert.Contains(Named, compared.Reason, StringComparison.Ordinal);
        Assert.StartsWith(
            "undecided: these runs vary too much to tell a slow-down of 1.0 %; ",
            compared.Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(Raised, compared.Reason, StringComparison.Ordinal);
        Assert.InRange(compared.Tolerance, 0.01, 0.04);
        Assert.Equal(0.01, compared.StatedTolerance);
    }

    [Theory]
    [InlineData(1.08)]
    [InlineData(1.10)]
    [InlineData(1.15)]
    public void Compare_passes_no_slow_down_beyond_a_coarse_tolerance_either(double factor)
    {
        var compared = Compared(factor, 0.05);

        Assert.Equal(CaseVerdict.Inconclusive, compared.Verdict);
        Assert.Contains(Named, compared.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_typical_run_beyond_the_tolerance_is_no_pass_although_the_mean_is_within_it()
    {
        // Six slow processes of twenty make the reference's mean so large that slower by more than 5 % is ruled out;
        // the candidate is 6 % slower than the others.
        ImmutableArray<double> reference =
        [
            .. Enumerable.Range(0, 20).Select(i => (i % 10 < 3 ? 18e6 : 10e6) * (1 + 0.0001 * i)),
        ];
        ImmutableArray<double> candidate = [.. Enumerable.Range(0, 20).Select(i => 10.61e6 * (1 + 0.0001 * i))];
        var compared = SampleComparison.Of(Each(reference), Each(candidate), 0.05);

        Assert.Equal(CaseVerdict.Inconclusive, compared.Verdict);
        Assert.StartsWith("undecided: the typical run is ", compared.Reason, StringComparison.Ordinal);
    }

    // Six of the reference's twenty processes are slow: more of the candidate's bring its typical run no nearer.
    [Fact]
    public void A_slower_typical_run_is_not_decided_by_more_runs()
    {
        MeasuredCase reference = Case([.. Times(i => i % 10 < 3 ? 18e6 : 10e6)], "old");
        MeasuredCase candidate = Case([.. Times(_ => 10.61e6)], "new");
        var judged = Judge.Decide(Given.Input(
            OnHost(Given.Measurement(candidate)), OnHost(Given.Measurement(reference)),
            new() { Tolerance = DeviceTolerance.Everywhere(0.05) })).Of("a");

        Assert.Equal((InconclusiveCause.TypicalRunSlower, null), (judged.Cause, judged.RunsToDecide));

        static IEnumerable<double> Times(Func<int, double> ns) =>
            Enumerable.Range(0, 20).Select(i => ns(i) * (1 + 0.0001 * i));
    }

    [Fact]
    public void The_far_run_is_named_beside_a_pass_as_well()
    {
        var compared = Compared(1.001, 0.2);

        Assert.Equal(CaseVerdict.Pass, compared.Verdict);
        Assert.Contains(Named, compared.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_far_runs_are_named_with_their_times()
    {
        ImmutableArray<double> ms = [10, 15, 10.1, 9.9, 10, 10.05, 14.8, 9.95, 10.02, 10];

        var compared = SampleComparison.Of(Each([.. ms.Select(t => t * 1e6)]), Each(Candidate(1)), 0.01);

        Assert.Contains(
            "runs 2 and 7 of the reference took 15.0 and 14.8 ms; the others 9.9 to 10.1 ms",
            compared.Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.06)]
    [InlineData(1.10)]
    [InlineData(1.15)]
    public void In_the_gate_a_slower_case_is_accused_and_so_tried(double factor)
    {
        var judged = Judge.Decide(Gate(factor)).Of("a");

        Assert.Equal(CaseVerdict.Inconclusive, judged.Verdict);
        Assert.Contains(Named, judged.Reason, StringComparison.Ordinal);
        Assert.Equal(["a"], Judge.Accused(Gate(factor)));
    }

    [Theory]
    [InlineData(1.10)]
    [InlineData(1.15)]
    public void And_its_trial_convicts_it(double factor)
    {
        var trial = OnHost(Given.Trial(Given.Pair("a", 5.6e6, factor, 0.03, 0.01, 10, 7)));

        Assert.Equal(CaseVerdict.Regression, Judge.Decide(Gate(factor) with { Trial = trial }).Of("a").Verdict);
    }

    [Fact]
    public void A_far_run_of_the_candidate_is_named_by_its_number_in_the_measurement()
    {
        var runs = Given.Case("a", 10_000, 0.001, 9, 3, "new");
        var far = Given.Case("a", 16_000, 0.001, 1, 4, "new").Runs[0] with { Run = 11 };
        var judged = Judge
            .Decide(
                Given.Input(
                    Given.Measurement(runs with { Runs = [.. runs.Runs, far] }),
                    Given.Measurement(Given.Case("a", 10_000, 0.001, 10, 5))
                )
            )
            .Of("a");

        Assert.Equal(CaseVerdict.Inconclusive, judged.Verdict);
        Assert.Contains(
            "run 12 of the candidate took 16.0 µs; the others 9.9", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_trial_the_run_is_named_in_which_the_sides_differ_otherwise()
    {
        var pair = Given.Pair("a", 10_000, 1, 0.05, 0.001, 10, 9);
        var odd = pair.Runs[4];
        var trial = Given.Trial(
            pair with
            {
                Runs = pair.Runs.SetItem(4, odd with { Samples = [.. odd.Samples.Select(s => s * 1.6)] }),
            }
        );

        Assert.Contains(
            "in run 5 the candidate was 60.",
            Judge.Decide(Given.Input(trial, null)).Of("a").Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_undecided_case_is_tried_where_a_run_of_its_reference_is_far_off_because_only_other_runs_can_tell()
    {
        Assert.Equal(CaseVerdict.Inconclusive, Judge.Decide(Gate(1.0001)).Of("a").Verdict);
        Assert.Equal(["a"], Judge.Accused(Gate(1.0001)));
    }

    // One run of the candidate's ten took a quarter of the time: more runs of the candidate can tell.
    [Fact]
    public void A_far_run_of_the_candidate_alone_has_no_undecided_case_tried()
    {
        ImmutableArray<double> even = [.. Enumerable.Range(0, 10).Select(i => 5.5e6 * (1 + 0.003 * i))];
        ImmutableArray<double> fast = [.. even.Select((ns, i) => i == 7 ? ns / 4 : ns * 1.0001)];
        var input = Given.Input(
            OnHost(Given.Measurement(Case(fast, "new"))),
            OnHost(Given.Measurement(Case(even, "old")))) with
        {
            AtEndOfBudget = true,
        };
        var judged = Judge.Decide(input).Of("a");

        Assert.Equal(CaseVerdict.Inconclusive, judged.Verdict);
        Assert.Contains("run 8 of the candidate took", judged.Reason, StringComparison.Ordinal);
        Assert.Empty(Judge.Accused(input));
    }

    [Fact]
    public void Noise_beyond_twice_the_stated_tolerance_buys_no_pass_and_the_reason_names_it()
    {
        var judged = Noisy(deviation: 0.15);

        Assert.True(judged.Tolerance > 2 * judged.StatedTolerance);
        Assert.Equal(CaseVerdict.Inconclusive, judged.Verdict);
        Assert.StartsWith(
            "undecided: these runs vary too much to tell a slow-down of 1.0 %; ",
            judged.Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(Raised, judged.Reason, StringComparison.Ordinal);
        Assert.Equal(1, Count(judged.Reason, "below what this machine can resolve"));
        Assert.Null(judged.RunsToDecide);
    }

    [Fact]
    public void Noise_up_to_twice_the_stated_tolerance_raises_it_and_says_so()
    {
        var judged = Noisy(deviation: 0.026);

        Assert.InRange(judged.Tolerance!.Value, 0.0101, 0.02);
        Assert.Equal(CaseVerdict.Pass, judged.Verdict);
        Assert.StartsWith("not slower by more than ", judged.Reason, StringComparison.Ordinal);
        Assert.Contains(Raised, judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_absolute_floor_allows_is_not_bought_by_noise()
    {
        // 400 ns: the floor of 50 ns is more than what noise has made of the tolerance, and it is what a pass rules
        // out.
        var judged = Noisy(deviation: 0.05, ns: 400);

        Assert.True(judged.Tolerance > 2 * judged.StatedTolerance);
        Assert.Equal(CaseVerdict.Pass, judged.Verdict);
    }

    // The reference varies much and the candidate agrees with it exactly in the mean; 400 runs decide whatever there is
    // to decide.
    private static CaseJudgement Noisy(double deviation, double ns = 1e7)
    {
        var policy = new GatePolicy
        {
            Runs = new() { Minimum = 20, Maximum = 20 },
        };
        double[] places = [.. Enumerable.Range(0, 400).Select(i => deviation * (i - 199.5) / 115.5)];
        MeasuredCase Case(string code, double spread, double factor) =>
            Given.Case("a", 1, 0, 1, 1, code) with
            {
                Runs =
                [
                    .. places.Select((x, i) => new CaseRun { Run = i, Samples = [factor * ns * Math.Exp(spread * x)] }),
                ],
            };
        return Judge
            .Decide(
                Given.Input(Given.Measurement(Case("new", 0.01, 0.999)), Given.Measurement(Case("old", 1, 1)), policy)
            )
            .Of("a");
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
