using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What cases whose machine code did not change say of the machine.</summary>
public class ControlsTests
{
    // Log risk ratios and variances of 13 trials of the BCG vaccine: Colditz et al. (1994), Journal of the American
    // Medical Association 271, 698-702.
    private static readonly (double Log, double Variance)[] Trials =
    [
        (-0.8893, 0.3256), (-1.5854, 0.1946), (-1.3481, 0.4154), (-1.4416, 0.0200), (-0.2175, 0.0512),
        (-0.7861, 0.0069), (-1.6209, 0.2230), (0.0120, 0.0040), (-0.4694, 0.0564), (-1.3713, 0.0730), (-0.3394, 0.0124),
        (0.4459, 0.5325), (-0.0173, 0.0714),
    ];

    [Fact]
    public void The_spread_of_published_trials_is_Paules_and_Mandels()
    {
        var spread = Within(Trials.Select(t => Canary(t.Log, Math.Sqrt(t.Variance)))).Spread!.Value;

        // Their variance between trials is 0.3181.
        Assert.Equal(0.3181, spread * spread, 5e-5);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(1.4)]
    [InlineData(3)]
    public void The_spread_of_quiet_controls_is_their_standard_deviation_however_far_they_lie_apart(double apart) =>
        Assert.Equal(apart, Within([Canary(-apart, 1e-5), Canary(0, 1e-5), Canary(apart, 1e-5)]).Spread!.Value, 1e-6);

    [Fact]
    public void Controls_that_differ_by_less_than_their_own_noise_have_no_spread() =>
        Assert.Equal(0, Within([Canary(-0.01, 0.02), Canary(0, 0.02), Canary(0.01, 0.02)]).Spread);

    [Fact]
    public void Controls_that_differ_by_less_than_the_absolute_floor_have_no_spread() =>
        // 1 % of a millisecond is 10 us.
        Assert.Equal(0, Within([Canary(-0.01, 1e-5), Canary(0, 1e-5), Canary(0.01, 1e-5)], floorNs: 11_000).Spread);

    [Fact]
    public void Two_controls_tell_no_spread_and_correct_nothing()
    {
        var two = Within([Canary(-0.02, 1e-4), Canary(0.02, 1e-4)]);

        Assert.Null(two.Spread);
        Assert.Null(two.Shift);
        Assert.Equal(0, two.NoiseFloor);
    }

    [Fact]
    public void A_control_with_a_single_run_does_not_count()
    {
        var one = Canary(5, 0) with { Runs = [.. Canary(5, 0).Runs.Take(1)] };

        Assert.Equal(0.02, Within([Canary(-0.02, 1e-5), Canary(0, 1e-5), Canary(0.02, 1e-5), one]).Spread!.Value, 1e-6);
        Assert.Null(Within([one, one, one]).Spread);
    }

    [Fact]
    public void In_a_trial_cases_of_other_code_are_no_controls_and_canaries_always_are()
    {
        var unchanged = Case(0.03, 1e-5) with { CodeHash = "same", ReferenceCodeHash = "same" };
        var changed = Case(0.5, 1e-5) with { CodeHash = "new", ReferenceCodeHash = "old" };

        Assert.Equal(0.03, Within([unchanged, changed]).Median, 1e-9);
        Assert.Equal(0.02, Within([unchanged, changed, Canary(0.01, 1e-5)]).Median, 1e-9);
        // Cases whose code is not known are not known to be the same.
        Assert.Null(Within([Case(0.5, 1e-5) with { CodeHash = null, ReferenceCodeHash = null }]).ToDrift(0.01));
    }

    [Fact]
    public void Against_a_baseline_controls_are_what_has_its_machine_code()
    {
        MeasuredCase[] then = [Case(0, 0, "a", "same"), Case(0, 0, "b", "old"), Case(0, 0, "d", null)];
        MeasuredCase[] now =
        [
            Case(0.03, 1e-5, "a", "same"), Case(0.5, 1e-5, "b", "new"), Case(0.7, 1e-5, "c", "same"),
            Case(0.9, 1e-5, "d", null),
        ];
        var reference = then.ToDictionary(c => c.Name);

        Assert.Equal(1, Controls.Between(reference, now, 0).ToDrift(0.01)!.Controls);
        Assert.Equal(0.03, Controls.Between(reference, now, 0).Median, 1e-9);
    }

    [Fact]
    public void A_further_case_lies_about_the_shift_as_the_controls_do()
    {
        var shift = Within(Enumerable.Range(-20, 41).Select(i => Canary(0.05 + 0.001 * i, 1e-5))).Shift!;

        Assert.Equal(0.05, shift.Log, 1e-9);
        Assert.Equal(40, shift.DegreesOfFreedom);
        // The variance of 41 numbers a step apart is 41 · 42 / 12, and the error of their median is π/2 of it over 41.
        Assert.Equal(1e-6 * 41 * 42 / 12 * (1 + Math.PI / 82), shift.Variance, 1e-8);
    }

    [Theory]
    [InlineData(0.0049, false)]
    [InlineData(0.0051, true)]
    [InlineData(-0.0051, true)]
    public void The_machine_has_moved_from_half_the_tolerance_on(double change, bool moved) =>
        Assert.Equal(moved, Within([Canary(Math.Log(1 + change), 1e-5)]).ToDrift(0.01)!.Void);

    [Fact]
    public void Controls_that_lie_apart_raise_the_tolerance_by_two_of_their_standard_deviations()
    {
        // Three controls at -2, 0 and 2 %, whose own noise is nothing: their standard deviation is 2 %.
        static MeasuredCase Quiet(string name, double ns, int seed, string code) =>
            Given.Case(name, ns, 0.0001, 10, seed, code);
        double[] factors = [0.98, 1, 1.02];
        var now = factors.Select((f, i) => Quiet($"c{i}", 1e6 * f, 10 + i, "same"));
        var then = factors.Select((_, i) => Quiet($"c{i}", 1e6, 20 + i, "same"));
        var tolerance = Judge.Decide(Given.Input(
            Given.Measurement([Quiet("a", 1e6, 1, "new"), .. now]),
            Given.Measurement([Quiet("a", 1e6, 2, "old"), .. then]))).Of("a").Tolerance!.Value;

        Assert.Equal(0.0408, tolerance, 0.002);
    }

    private static Controls Within(IEnumerable<MeasuredCase> trial, double floorNs = 0) =>
        Controls.Within(trial, floorNs);

    private static MeasuredCase Canary(double log, double error) => Case(log, error) with { Role = CaseRole.Canary };

    // Two runs at a log ratio ± its standard error have just that standard error, paired or not.
    private static MeasuredCase Case(double log, double error, string name = "c", string? code = "code") =>
        Given.Case(name, 1, 0, 1, 1) with
        {
            CodeHash = code,
            Runs = [Run(0, log - error), Run(1, log + error)],
        };

    private static CaseRun Run(int run, double log) =>
        new() { Run = run, Samples = One(log), ReferenceSamples = One(0) };

    private static ImmutableArray<double> One(double log) => [1e6 * Math.Exp(log)];
}
