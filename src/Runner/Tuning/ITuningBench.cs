using System.Collections.Immutable;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>Compiles and times variants of one benchmark. A seam: tests time simulated kernels through it.</summary>
internal interface ITuningBench
{
    /// <summary>What a variant is compiled from, without compiling it: the same text, the same source.</summary>
    /// <param name="point">The variant.</param>
    string SourceKey(long point);

    /// <summary>Compiles variants, several at a time.</summary>
    /// <param name="points">The variants.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What became of each, in their order.</returns>
    Task<ImmutableArray<PreparedVariant>> PrepareAsync(ImmutableArray<long> points, CancellationToken cancellation);

    /// <summary>
    /// Compiles variants that may be prepared next, while others are timed; does nothing where that would disturb the
    /// times. Not while others are prepared.
    /// </summary>
    /// <param name="points">The variants.</param>
    /// <param name="cancellation">Stops it.</param>
    Task CompileAheadAsync(ImmutableArray<long> points, CancellationToken cancellation);

    /// <summary>Begins to time variants that were prepared last, in the same processes.</summary>
    /// <param name="points">The variants.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<IVariantTiming> OpenAsync(ImmutableArray<long> points, CancellationToken cancellation);

    /// <summary>Tries one variant against another by the gate's own rules, in fresh runs.</summary>
    /// <param name="winner">The variant.</param>
    /// <param name="incumbent">The variant in use.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The verdict of each case.</returns>
    Task<ImmutableArray<TunedCase>> ConfirmAsync(long winner, long incumbent, CancellationToken cancellation);
}

/// <summary>Takes runs of variants, each run a fresh process with all of them.</summary>
internal interface IVariantTiming
{
    /// <summary>Takes runs until each of the variants has so many, or has failed.</summary>
    /// <param name="points">Some of the variants.</param>
    /// <param name="runs">Runs of each, all earlier ones counted.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What is known of each, in their order.</returns>
    Task<ImmutableArray<MeasuredVariant>> TakeAsync(
        ImmutableArray<long> points,
        int runs,
        CancellationToken cancellation
    );
}

/// <summary>A variant that was compiled, or could not be.</summary>
/// <param name="Point">The variant.</param>
/// <param name="Code">
/// SHA-256 over the machine code, the launches and the data of all its cases, with device, driver and toolkit; null
/// where it failed.
/// </param>
/// <param name="Failure">What became of it; null if it can be timed.</param>
/// <param name="Why">Why it failed.</param>
internal sealed record PreparedVariant(long Point, string? Code, TuneOutcome? Failure = null, string? Why = null);

/// <summary>What runs of a variant gave.</summary>
/// <param name="Point">The variant.</param>
/// <param name="Shapes">Per shape the time of each run, nanoseconds, by the run's index.</param>
/// <param name="Failure">What became of it; null if it was timed.</param>
/// <param name="Why">Why it failed.</param>
internal sealed record MeasuredVariant(
    long Point,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<int, double>> Shapes,
    TuneOutcome? Failure = null,
    string? Why = null
)
{
    /// <summary>Its costs, over the runs that it has in common with another variant in all shapes.</summary>
    /// <param name="fixedOne">The variant that it is compared with.</param>
    /// <returns>Empty where they have no run in common.</returns>
    public ImmutableArray<ShapeCosts> Against(MeasuredVariant fixedOne)
    {
        var runs = Shapes
            .Values.Concat(fixedOne.Shapes.Values)
            .Select(s => s.Keys)
            .Aggregate((IEnumerable<int>?)null, (common, keys) => common is null ? keys : common.Intersect(keys))
            ?.Order()
            .ToArray();
        return runs is not { Length: > 0 }
            ? []
            :
            [
                .. Shapes.Select(s => new ShapeCosts(
                    s.Key,
                    Math.Exp(runs.Average(r => Math.Log(s.Value[r]))),
                    [.. runs.Select(r => Math.Log(s.Value[r] / fixedOne.Shapes[s.Key][r]))]
                )),
            ];
    }
}
