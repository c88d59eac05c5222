using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Simulation;

/// <summary>
/// A way in which runs and their samples may vary. Between runs about 0.3 %, as the shortest recorded kernels do with
/// CUPTI's clock; inside a run 1.5 %.
/// </summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Description">What it does, in one line.</param>
/// <param name="Kind">Which it is.</param>
public sealed record NoiseModel(string Name, string Description, NoiseKind Kind)
{
    /// <summary>Samples of a run: enough for a location, few enough to simulate millions of runs.</summary>
    public const int Samples = 20;

    /// <summary>
    /// How many times noisier the models are on the host device, whose tolerance is as many times larger.
    /// </summary>
    public const double HostScale = 5;

    private const double BetweenRuns = 0.003;
    private const double InsideRuns = 0.015;

    // A kernel of about 3.4 µs, where a tick of 32 ns is 0.95 %: the recorded one that quantisation hurts most.
    private const double Nanoseconds = 3360;
    private const double Tick = 32;

    // Which runs are far off, and by how much: a process that shared its machine with something.
    private const double FarShare = 0.1;
    private const double LeastFar = 0.1;
    private const double MostFar = 1;

    /// <summary>Factor on everything that varies, except on how far a far-off run is off.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Every model.</summary>
    public static ImmutableArray<NoiseModel> All { get; } =
    [
        new("normal", "normal between runs (0.3 %) and inside them (1.5 %)", NoiseKind.Normal),
        new(
            "log-normal",
            "a right-skewed delay on top: log-normal with sigma 0.5 between runs, 1 inside them",
            NoiseKind.LogNormal
        ),
        new(
            "autocorrelated",
            "samples inside a run follow an AR(1) process with coefficient 0.9",
            NoiseKind.Autocorrelated
        ),
        new(
            "drifting",
            "the session drifts by a slope of 1 % (standard deviation), samples inside a run by 0.5 %; sides take "
                + "turns in random order",
            NoiseKind.Drifting
        ),
        new(
            "two-mode",
            "half of the runs start in a mode 1 % slower; so do single samples, one in five, by 3 %",
            NoiseKind.TwoMode
        ),
        new("quantised", "normal at 3.4 us, read off a clock with ticks of 32 ns", NoiseKind.Quantised),
    ];

    /// <summary>Beyond the models of the contract: harder ones, shown for honesty.</summary>
    public static ImmutableArray<NoiseModel> Harder { get; } =
    [
        new("two-mode 30:70", "as two-mode, with three runs in ten in the slower mode", NoiseKind.TwoModeThird),
        new("two-mode 10:90", "as two-mode, with one run in ten in the slower mode", NoiseKind.TwoModeRare),
        new("log-normal 1", "as log-normal, with sigma 1 between runs", NoiseKind.LogNormalHeavy),
        new("unequal", "normal, the candidate's runs vary four times as much", NoiseKind.Unequal),
    ];

    /// <summary>
    /// One run in ten, drawn afresh for each run, is slower by 10 to 100 %: what a neighbour on the machine does.
    /// </summary>
    public static ImmutableArray<NoiseModel> Contaminated { get; } =
    [
        new(
            "far reference",
            "normal; one run in ten of the reference is slower by 10 to 100 %",
            NoiseKind.FarReference
        ),
        new(
            "far candidate",
            "normal; one run in ten of the candidate is slower by 10 to 100 %",
            NoiseKind.FarCandidate
        ),
        new("far both", "normal; one run in ten of either side is slower by 10 to 100 %", NoiseKind.FarBoth),
    ];

    /// <summary>Simulates both sides of one session.</summary>
    /// <param name="runs">Runs a side.</param>
    /// <param name="ratio">True ratio of candidate to reference.</param>
    /// <param name="paired">
    /// Whether run i of both sides shares a process, and with it the process's luck (another 0.3 %).
    /// </param>
    /// <param name="random">The source.</param>
    public ComparedRuns Session(int runs, double ratio, bool paired, ref CounterRandom random)
    {
        var session = Begin(runs, paired, ref random);
        var reference = ImmutableArray.CreateBuilder<ImmutableArray<double>>(runs);
        var candidate = ImmutableArray.CreateBuilder<ImmutableArray<double>>(runs);
        for (var i = 0; i < runs; i++)
        {
            var (old, now) = Next(session, i, ratio, ref random);
            reference.Add(old);
            candidate.Add(now);
        }

        return new(reference.MoveToImmutable(), candidate.MoveToImmutable(), paired, []);
    }

    /// <summary>Begins a session of at most so many runs a side.</summary>
    internal SimulatedSession Begin(int mostRuns, bool paired, ref CounterRandom random)
    {
        var slope = Kind == NoiseKind.Drifting ? Scale * 0.01 * random.NextNormal() : 0;
        return new(slope, Turns(paired ? mostRuns : 2 * mostRuns, ref random), paired);
    }

    /// <summary>The session's run number <paramref name="i"/> of both sides.</summary>
    internal (ImmutableArray<double> Reference, ImmutableArray<double> Candidate) Next(
        SimulatedSession session, int i, double ratio, ref CounterRandom random)
    {
        var turns = session.Turns;
        var shared = session.Paired ? Scale * BetweenRuns * random.NextNormal() : 0;
        var (first, second) = session.Paired ? (turns[i], turns[i]) : (turns[2 * i], turns[2 * i + 1]);
        return (
            Run(shared + session.Slope * first / turns.Length, 1, isCandidate: false, ref random),
            Run(shared + session.Slope * second / turns.Length, ratio, isCandidate: true, ref random));
    }

    private ImmutableArray<double> Run(double offset, double ratio, bool isCandidate, ref CounterRandom random)
    {
        var location =
            Math.Log(Nanoseconds * ratio)
            + offset
            + Scale * RunNoise(isCandidate, ref random)
            + Far(isCandidate, ref random);
        var slope = Kind == NoiseKind.Drifting ? Scale * 0.005 * random.NextNormal() : 0;
        var state = random.NextNormal();
        var samples = new double[Samples];
        for (var k = 0; k < Samples; k++)
        {
            state =
                Kind == NoiseKind.Autocorrelated
                    ? 0.9 * state + Math.Sqrt(1 - 0.81) * random.NextNormal()
                    : random.NextNormal();
            var value = Math.Exp(
                location + slope * (k + 0.5 - Samples / 2.0) / Samples + Scale * SampleNoise(state, ref random)
            );
            samples[k] = Kind == NoiseKind.Quantised ? Math.Max(Tick, Math.Round(value / Tick) * Tick) : value;
        }

        return [.. samples];
    }

    // The shift of the whole distribution by its mean is the same on both sides and cancels.
    private double RunNoise(bool isCandidate, ref CounterRandom random) => Kind switch
    {
        NoiseKind.LogNormal => BetweenRuns * Math.Exp(0.5 * random.NextNormal()),
        NoiseKind.LogNormalHeavy => BetweenRuns * Math.Exp(random.NextNormal()),
        NoiseKind.TwoMode => Mode(0.5, ref random),
        NoiseKind.TwoModeThird => Mode(0.3, ref random),
        NoiseKind.TwoModeRare => Mode(0.1, ref random),
        NoiseKind.Unequal => (isCandidate ? 4 : 1) * BetweenRuns * random.NextNormal(),
        NoiseKind.Normal
        or NoiseKind.Autocorrelated
        or NoiseKind.Drifting
        or NoiseKind.Quantised
        or NoiseKind.FarReference
        or NoiseKind.FarCandidate
        or NoiseKind.FarBoth => BetweenRuns * random.NextNormal(),
    };

    private double SampleNoise(double normal, ref CounterRandom random) => Kind switch
    {
        NoiseKind.LogNormal or NoiseKind.LogNormalHeavy => InsideRuns * Math.Exp(normal) / 2,
        NoiseKind.TwoMode or NoiseKind.TwoModeThird or NoiseKind.TwoModeRare =>
            InsideRuns / 3 * normal + (random.NextDouble() < 0.2 ? 0.03 : 0),
        NoiseKind.Normal
        or NoiseKind.Autocorrelated
        or NoiseKind.Drifting
        or NoiseKind.Quantised
        or NoiseKind.Unequal
        or NoiseKind.FarReference
        or NoiseKind.FarCandidate
        or NoiseKind.FarBoth => InsideRuns * normal,
    };

    private double Far(bool isCandidate, ref CounterRandom random)
    {
        if (Kind != NoiseKind.FarBoth && Kind != (isCandidate ? NoiseKind.FarCandidate : NoiseKind.FarReference))
            return 0;
        return random.NextDouble() < FarShare ? Math.Log(1 + LeastFar + (MostFar - LeastFar) * random.NextDouble()) : 0;
    }

    private static double Mode(double share, ref CounterRandom random) =>
        (random.NextDouble() < share ? 0.01 : 0) + BetweenRuns / 3 * random.NextNormal();

    private static int[] Turns(int runs, ref CounterRandom random)
    {
        var turns = new int[runs];
        for (var i = 0; i < runs; i++)
        {
            var j = random.NextIndex(i + 1);
            turns[i] = turns[j];
            turns[j] = i;
        }

        return turns;
    }
}

/// <summary>What the runs of one simulated session share.</summary>
/// <param name="Slope">Drift over the whole session, on the log scale.</param>
/// <param name="Turns">Place of each run in the session's order.</param>
/// <param name="Paired">Whether runs hold both sides.</param>
internal sealed record SimulatedSession(double Slope, int[] Turns, bool Paired);

/// <summary>The kinds of <see cref="NoiseModel"/>.</summary>
public enum NoiseKind
{
    /// <summary>Normal on both levels.</summary>
    Normal,

    /// <summary>Right-skewed on both levels.</summary>
    LogNormal,

    /// <summary>Strongly skewed between runs.</summary>
    LogNormalHeavy,

    /// <summary>Neighbouring samples alike.</summary>
    Autocorrelated,

    /// <summary>A trend over the session and inside the runs.</summary>
    Drifting,

    /// <summary>Two modes, evenly.</summary>
    TwoMode,

    /// <summary>Two modes, 30 to 70.</summary>
    TwoModeThird,

    /// <summary>Two modes, 10 to 90.</summary>
    TwoModeRare,

    /// <summary>Whole ticks.</summary>
    Quantised,

    /// <summary>Sides of unequal noise.</summary>
    Unequal,

    /// <summary>One run in ten of the reference is far slower.</summary>
    FarReference,

    /// <summary>One run in ten of the candidate is far slower.</summary>
    FarCandidate,

    /// <summary>One run in ten of either side is far slower.</summary>
    FarBoth,
}
