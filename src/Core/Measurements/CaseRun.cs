using System.Collections.Immutable;

namespace PerfGate.Core.Measurements;

/// <summary>The samples that one fresh process took of one case.</summary>
public sealed record CaseRun
{
    /// <summary>The run's index within the measurement, counted from 0.</summary>
    public required int Run { get; init; }

    /// <summary>Samples of the candidate, nanoseconds, in time order; at least one.</summary>
    public required ImmutableArray<double> Samples { get; init; }

    /// <summary>
    /// Samples of the base's kernels out of the same process, nanoseconds, in time order; null unless interleaved.
    /// </summary>
    public ImmutableArray<double>? ReferenceSamples { get; init; }

    /// <summary>
    /// Interquartile mean of each launch's own time, nanoseconds, in launch order; null for a single launch or where
    /// the clock cannot tell.
    /// </summary>
    public ImmutableArray<double>? LaunchTimes { get; init; }
}
