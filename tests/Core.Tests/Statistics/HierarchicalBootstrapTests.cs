using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public class HierarchicalBootstrapTests
{
    [Fact]
    public void The_pooled_lower_level_gives_the_interval_of_the_exact_procedure()
    {
        var runs = ComparedRuns.Unpaired(Side(1, 6, 40), Side(2, 6, 40));
        var effect = runs.Effect();

        var pooled = HierarchicalBootstrap.Interval(runs, effect, 0.95, seed: 3);
        var exact = Exact(runs, effect);

        // Ends of 10,000 resamples have a resampling error of about 1.3 % of the width each.
        var width = exact.High - exact.Low;
        Assert.InRange((pooled.Low - exact.Low) / width, -0.05, 0.05);
        Assert.InRange((pooled.High - exact.High) / width, -0.05, 0.05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_on_every_machine()
    {
        var runs = ComparedRuns.Unpaired(Side(1, 5, 20), Side(2, 7, 21));

        var (low, high) = HierarchicalBootstrap.Interval(runs, runs.Effect(), 0.95, seed: 3);

        Assert.Equal((-0.004697608, 0.003977802), (Math.Round(low, 9), Math.Round(high, 9)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_of_pairs_and_over_days()
    {
        var pairs = ComparedRuns.Unpaired(Side(1, 6, 20), Side(2, 6, 21)) with { Paired = true };
        var days = ComparedRuns.Unpaired(Side(3, 5, 20, 990), Side(4, 5, 20)) with
        {
            Days = [Side(1, 5, 20), Side(2, 4, 20, 1020), Side(3, 5, 20, 990)],
        };

        Assert.Equal((-0.002139978, 0.004058668), Rounded(pairs));
        Assert.Equal((-0.07281739, 0.065420739), Rounded(days));

        static (double, double) Rounded(ComparedRuns runs)
        {
            var (low, high) = HierarchicalBootstrap.Interval(runs, runs.Effect(), 0.95, seed: 3);
            return (Math.Round(low, 9), Math.Round(high, 9));
        }
    }

    [Fact]
    public void Samples_that_share_their_process_do_not_narrow_the_interval()
    {
        var few = ComparedRuns.Unpaired(Side(1, 5, 20), Side(2, 5, 20));
        var many = ComparedRuns.Unpaired(Repeated(few.Reference), Repeated(few.Candidate));

        Assert.Equal(Width(few), Width(many), 0.05 * Width(few));
    }

    [Fact]
    public void Pairs_cancel_what_both_sides_share()
    {
        var random = new CounterRandom(5);
        var (reference, candidate) = (new List<ImmutableArray<double>>(), new List<ImmutableArray<double>>());
        for (var i = 0; i < 6; i++)
        {
            var luck = Math.Exp(0.1 * random.NextNormal());
            reference.Add([.. Enumerable.Range(0, 20).Select(k => luck * (1000 + k))]);
            candidate.Add([.. Enumerable.Range(0, 20).Select(k => luck * (1020 + k + i))]);
        }

        var paired = new ComparedRuns([.. reference], [.. candidate], Paired: true, []);
        var unpaired = paired with { Paired = false };

        Assert.True(Width(paired) < Width(unpaired) / 10, $"{Width(paired)} against {Width(unpaired)}");
    }

    [Fact]
    public void The_interval_of_thousands_of_runs_is_that_of_the_normal_distribution_whichever_side_has_them()
    {
        // Beyond 1,000 runs not all are drawn; unequal sides would show a side whose deviation was not brought down to
        // its size.
        foreach (var (reference, candidate) in new[] { (5000, 5000), (5000, 12), (12, 5000) })
        {
            var runs = ComparedRuns.Unpaired(Side(1, reference, 1), Side(2, candidate, 1));
            var effect = runs.Effect();

            var (low, high) = HierarchicalBootstrap.Interval(runs, effect, 0.95, seed: 3);

            Assert.Equal(effect.Difference - HalfWidth(effect), low, 0.1 * HalfWidth(effect));
            Assert.Equal(effect.Difference + HalfWidth(effect), high, 0.1 * HalfWidth(effect));
        }
    }

    [Fact]
    public void A_skewed_side_keeps_its_skew_beside_thousands_of_runs_on_the_other()
    {
        // One slow run in twelve: the interval reaches further up than down, as it does beside 900 runs, of which all
        // are drawn, with a mean that is known as well.
        var skewed = Side(2, 12, 1).SetItem(0, [1100]);
        var among900 = Skew(900);

        Assert.True(among900 > 0.15, $"{among900}");
        Assert.Equal(among900, Skew(5000), 0.06);

        double Skew(int count)
        {
            var random = new CounterRandom(9);
            var reference = ImmutableArray.CreateBuilder<ImmutableArray<double>>(count);
            for (var i = 0; i < count; i++)
                reference.Add([1000 * Math.Exp(0.004 * Math.Sqrt(count) * random.NextNormal())]);
            var runs = ComparedRuns.Unpaired(reference.MoveToImmutable(), skewed);
            var effect = runs.Effect();
            var (low, high) = HierarchicalBootstrap.Interval(runs, effect, 0.95, seed: 3);
            return (high - effect.Difference) / (effect.Difference - low) - 1;
        }
    }

    [Fact]
    public void A_pair_of_which_one_side_holds_a_single_sample_a_run_has_an_interval()
    {
        var runs = ComparedRuns.Unpaired(Side(1, 6, 1), Side(2, 6, 40)) with { Paired = true };
        var effect = runs.Effect();

        var (low, high) = HierarchicalBootstrap.Interval(runs, effect, 0.95, seed: 3);

        Assert.InRange(effect.Difference, low, high);
        Assert.Equal(2 * HalfWidth(effect), high - low, 0.1 * (high - low));
    }

    [Fact]
    public void Days_that_differ_widen_the_interval()
    {
        ImmutableArray<ImmutableArray<ImmutableArray<double>>> days =
        [
            Side(1, 5, 20, 1000),
            Side(2, 5, 20, 1020),
            Side(3, 5, 20, 980),
        ];
        var single = ComparedRuns.Unpaired(days[2], Side(4, 5, 20, 1000));

        Assert.True(Width(single with { Days = days }) > 2 * Width(single));
    }

    // One pair in ten is 2 % apart, and processes differ by 10 %: taken for two groups, the runs would have no skew.
    [Fact]
    public void The_interval_of_pairs_has_the_skew_of_their_differences()
    {
        double[] luck = [.. Enumerable.Range(0, 10).Select(i => 1000 * (0.9 + 0.02 * i))];
        var reference = luck.Select(ns => ImmutableArray.Create(ns)).ToImmutableArray();
        var runs = new ComparedRuns(reference, reference.SetItem(5, [1.02 * luck[5]]), Paired: true, []);

        Assert.InRange(Skew(runs), 1.5, 10);
    }

    // The candidate's day may be the slow one of ten, and none is as much faster.
    [Fact]
    public void The_interval_over_days_has_the_skew_of_the_days()
    {
        ImmutableArray<ImmutableArray<ImmutableArray<double>>> days =
        [
            .. Enumerable.Range(0, 10).Select(d => Side(1, 5, 20, d == 0 ? 1100 : 1000)),
        ];

        Assert.InRange(Skew(ComparedRuns.Unpaired(days[^1], Side(4, 5, 20, 1000)) with { Days = days }), 1.5, 10);
    }

    // How many times as far the interval reaches up as it reaches down.
    private static double Skew(ComparedRuns runs)
    {
        var effect = runs.Effect();
        var (low, high) = HierarchicalBootstrap.Interval(runs, effect, 0.95, seed: 3);
        return (high - effect.Difference) / (effect.Difference - low);
    }

    private static double Width(ComparedRuns runs)
    {
        var (low, high) = HierarchicalBootstrap.Interval(runs, runs.Effect(), 0.95, seed: 3);
        return high - low;
    }

    // Half the width of Student's interval on the log scale.
    private static double HalfWidth(Effect effect) =>
        effect.StandardError == 0
            ? 0
            : effect.StandardError * StudentTail.Quantile(0.025, effect.IntervalDegreesOfFreedom);

    // Every sample of every drawn run drawn anew, and scaled as documented.
    private static (double Low, double High) Exact(ComparedRuns runs, Effect effect)
    {
        var random = new CounterRandom(11);
        var differences = new double[HierarchicalBootstrap.Resamples];
        for (var b = 0; b < differences.Length; b++)
            differences[b] = Mean(runs.Candidate, ref random) - Mean(runs.Reference, ref random);
        var scale = HalfWidth(effect) / 1.959963984540054 / Math.Sqrt(Moments.Variance(differences));
        var centre = Moments.Mean(differences);
        Array.Sort(differences);
        return (
            effect.Difference + (Quantiles.OfSorted(differences, 0.025) - centre) * scale,
            effect.Difference + (Quantiles.OfSorted(differences, 0.975) - centre) * scale);
    }

    private static double Mean(ImmutableArray<ImmutableArray<double>> runs, ref CounterRandom random)
    {
        var sum = 0.0;
        for (var i = 0; i < runs.Length; i++)
        {
            var run = runs[random.NextIndex(runs.Length)];
            var drawn = new double[run.Length];
            for (var k = 0; k < drawn.Length; k++)
                drawn[k] = run[random.NextIndex(run.Length)];
            sum += Math.Log(InterquartileMean.Of(drawn));
        }

        return sum / runs.Length;
    }

    private static ImmutableArray<ImmutableArray<double>> Repeated(ImmutableArray<ImmutableArray<double>> runs) =>
        [.. runs.Select(r => Enumerable.Repeat(r, 50).SelectMany(x => x).ToImmutableArray())];

    private static ImmutableArray<ImmutableArray<double>> Side(ulong seed, int runs, int samples, double ns = 1000)
    {
        var random = new CounterRandom(seed);
        var side = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        for (var i = 0; i < runs; i++)
        {
            var run = ns * Math.Exp(0.004 * random.NextNormal());
            var values = new double[samples];
            for (var k = 0; k < samples; k++)
                values[k] = run * Math.Exp(0.01 * random.NextNormal());
            side.Add([.. values]);
        }

        return side.ToImmutable();
    }
}
