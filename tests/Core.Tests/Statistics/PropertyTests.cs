using System.Collections.Immutable;
using CsCheck;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>What must hold for any times.</summary>
public class PropertyTests
{
    private static readonly Gen<double[]> Group = Gen.Double[1, 1000].Array[3, 12];

    private static readonly Gen<(double[] A, double[] B)> Groups = Gen.Select(Group, Group);

    private static readonly Gen<ImmutableArray<ImmutableArray<double>>> Runs = Gen.Double[900, 1100]
        .Array[8, 24]
        .Array[3, 8]
        .Select(runs => runs.Select(r => r.ToImmutableArray()).ToImmutableArray());

    private static readonly Gen<(
        ImmutableArray<ImmutableArray<double>> A,
        ImmutableArray<ImmutableArray<double>> B
    )> Sides = Gen.Select(Runs, Runs);

    [Fact]
    public void Ranks_do_not_care_for_scale_and_shift() =>
        Groups.Sample(g =>
            Near(
                EffectSize.CliffsDelta(g.A, g.B),
                EffectSize.CliffsDelta(Each(g.A, x => 2 * x + 8), Each(g.B, x => 2 * x + 8))
            )
            && Near(
                MannWhitney.Test(g.A, g.B).P,
                MannWhitney.Test(Each(g.A, x => 2 * x + 8), Each(g.B, x => 2 * x + 8)).P
            )
        );

    [Fact]
    public void Hedges_g_does_not_care_for_scale_and_shift() =>
        Groups.Sample(g =>
            Near(EffectSize.HedgesG(g.A, g.B), EffectSize.HedgesG(Each(g.A, x => 3 * x + 5), Each(g.B, x => 3 * x + 5)))
        );

    [Fact]
    public void Swapping_the_sides_turns_every_sign() => Groups.Sample(
        g => Near(EffectSize.HedgesG(g.A, g.B), -EffectSize.HedgesG(g.B, g.A))
            && Near(EffectSize.CliffsDelta(g.A, g.B), -EffectSize.CliffsDelta(g.B, g.A))
            && Near(MannWhitney.Test(g.A, g.B).U, g.A.Length * g.B.Length - MannWhitney.Test(g.B, g.A).U)
            && Near(MannWhitney.Test(g.A, g.B).P, MannWhitney.Test(g.B, g.A).P)
            && Near(
                PermutationTest.TwoSided(g.A.AsSpan(0, 3), g.B.AsSpan(0, 3), 1),
                PermutationTest.TwoSided(g.B.AsSpan(0, 3), g.A.AsSpan(0, 3), 1)
            )
        );

    [Fact]
    public void The_interval_of_g_holds_g() => Groups.Sample(
        g =>
        {
            var (low, high) = EffectSize.HedgesGInterval(g.A, g.B, 0.95);
            return low <= EffectSize.HedgesG(g.A, g.B) && EffectSize.HedgesG(g.A, g.B) <= high;
        },
        iter: 30);

    [Fact]
    public void The_order_of_samples_inside_a_run_does_not_matter() => Sides.Sample(
        s =>
        {
            var shuffled = s.A.Select(r => r.Reverse().ToImmutableArray()).ToImmutableArray();
            return Interval(s.A, s.B) == Interval(shuffled, s.B);
        },
        iter: 20);

    [Fact]
    public void The_unit_of_time_does_not_matter() => Sides.Sample(
        s =>
        {
            var (ns, ms) = (Interval(s.A, s.B), Interval(Scaled(s.A), Scaled(s.B)));
            return Near(ns.Low, ms.Low) && Near(ns.High, ms.High);
        },
        iter: 20);

    [Fact]
    public void Slowing_the_candidate_shifts_the_interval_by_as_much() => Sides.Sample(
        s =>
        {
            var slower = s.B.Select(r => r.Select(x => x * 1.25).ToImmutableArray()).ToImmutableArray();
            return Near(Interval(s.A, s.B).Low + Math.Log(1.25), Interval(s.A, slower).Low);
        },
        iter: 20);

    [Fact]
    public void Swapping_the_sides_mirrors_the_interval_to_resampling_error() => Sides.Sample(
        s =>
        {
            var (there, back) = (Interval(s.A, s.B), Interval(s.B, s.A));
            return Math.Abs(there.Low + back.High) < 0.08 * (there.High - there.Low)
                && Math.Abs(there.High + back.Low) < 0.08 * (there.High - there.Low);
        },
        iter: 20);

    [Fact]
    public void Holm_is_never_below_p_and_never_above_1() => Gen.Double[0, 1].Array[1, 20].Sample(
        p => Multiplicity.Holm(p).Zip(p).All(x => x.First >= x.Second - 1e-12 && x.First <= 1));

    [Fact]
    public void The_interquartile_mean_lies_between_the_quartiles() => Group.Sample(
        g => InterquartileMean.Of(g) >= Quantiles.OfSorted([.. g.Order()], 0.2) - 1e-9
            && InterquartileMean.Of(g) <= Quantiles.OfSorted([.. g.Order()], 0.8) + 1e-9 || g.Length < 8);

    private static (double Low, double High) Interval(
        ImmutableArray<ImmutableArray<double>> reference, ImmutableArray<ImmutableArray<double>> candidate)
    {
        var runs = ComparedRuns.Unpaired(reference, candidate);
        return HierarchicalBootstrap.Interval(runs, runs.Effect(), 0.95, seed: 7);
    }

    private static ImmutableArray<ImmutableArray<double>> Scaled(ImmutableArray<ImmutableArray<double>> runs) =>
        [.. runs.Select(r => r.Select(x => x * 1e-6).ToImmutableArray())];

    private static double[] Each(double[] values, Func<double, double> map) => [.. values.Select(map)];

    private static bool Near(double a, double b) =>
        Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
}
