using System.Collections.Immutable;
using PerfGate.Core.Statistics;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Tests.Tuning;

/// <summary>Variants whose times are computed, with the noise of processes, from a seed.</summary>
/// <param name="cost">The natural logarithm of a variant's time.</param>
/// <param name="seed">Seed of the noise.</param>
internal sealed class SimulatedBench(Func<long, double> cost, ulong seed) : ITuningBench
{
    private const double Noise = 0.01;

    private CounterRandom _random = new(seed);

    /// <summary>Variants that were compiled, in order, again and again.</summary>
    public List<long> Compiled { get; } = [];

    /// <summary>Variants that were compiled while others were timed, batch by batch.</summary>
    public List<ImmutableArray<long>> Ahead { get; } = [];

    /// <summary>What compiling them ends with; null if it works.</summary>
    public Exception? AheadFails { get; init; }

    /// <summary>Variants that were timed, each as often as a session with it was opened.</summary>
    public List<long> Timed { get; } = [];

    /// <summary>Trials.</summary>
    public int Trials { get; private set; }

    /// <summary>The machine code of a variant, where it is not a variant's own.</summary>
    public Func<long, string> Code { get; init; } = p => $"code {p}";

    /// <summary>Variants that fail when they are compiled, launched or checked.</summary>
    public Dictionary<long, TuneOutcome> Bad { get; init; } = [];

    /// <summary>After so many sessions the process is killed; null for never.</summary>
    public int? KilledAfter { get; set; }

    public string SourceKey(long point) => $"source {point}";

    public Task<ImmutableArray<PreparedVariant>> PrepareAsync(
        ImmutableArray<long> points,
        CancellationToken cancellation
    )
    {
        Compiled.AddRange(points);
        return Task.FromResult(points.Select(Prepared).ToImmutableArray());
    }

    public Task CompileAheadAsync(ImmutableArray<long> points, CancellationToken cancellation)
    {
        Ahead.Add(points);
        return AheadFails is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public Task<IVariantTiming> OpenAsync(ImmutableArray<long> points, CancellationToken cancellation)
    {
        if (KilledAfter-- == 0)
            throw new OperationCanceledException("the process was killed");
        Timed.AddRange(points);
        return Task.FromResult<IVariantTiming>(new Timing(this));
    }

    // As the judge does: twenty runs a side, and a proof at 1 %.
    public Task<ImmutableArray<TunedCase>> ConfirmAsync(long winner, long incumbent, CancellationToken cancellation)
    {
        Trials++;
        var difference = Enumerable.Range(0, 20).Average(_ => Run(winner) - Run(incumbent));
        var verdict = difference < -3 * Noise * Math.Sqrt(2.0 / 20) ? "improvement" : "pass";
        return Task.FromResult<ImmutableArray<TunedCase>>([new("simulated/N=1", verdict, Math.Exp(-difference))]);
    }

    private PreparedVariant Prepared(long point) =>
        Bad.GetValueOrDefault(point) is TuneOutcome.DoesNotCompile or TuneOutcome.Invalid
            ? new(point, null, Bad[point], "the test says so")
            : new(point, Code(point));

    private double Run(long point) => cost(point) + Noise * _random.NextNormal();

    private sealed class Timing(SimulatedBench bench) : IVariantTiming
    {
        public Task<ImmutableArray<MeasuredVariant>> TakeAsync(
            ImmutableArray<long> points,
            int runs,
            CancellationToken cancellation
        ) => Task.FromResult(points.Select(p => Measured(p, runs)).ToImmutableArray());

        private MeasuredVariant Measured(long point, int runs)
        {
            var shapes = ImmutableSortedDictionary<string, ImmutableSortedDictionary<int, double>>.Empty;
            if (bench.Bad.TryGetValue(point, out var outcome))
                return new(point, shapes, outcome, "the test says so");
            var times = Enumerable
                .Range(0, runs)
                .ToImmutableSortedDictionary(r => r, _ => 1e5 * Math.Exp(bench.Run(point)));
            return new(point, shapes.Add("N=1", times));
        }
    }
}
