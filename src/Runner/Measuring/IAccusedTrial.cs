using System.Collections.Immutable;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Measuring;

/// <summary>Makes the base's kernels ready for an interleaved trial.</summary>
internal interface IAccusedTrial
{
    /// <summary>Compiles the base's kernels.</summary>
    /// <param name="resolved">The reference, with the base commit.</param>
    /// <param name="accused">The cases to try.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<TrialSide> PrepareAsync(
        ResolvedReference resolved,
        ImmutableArray<string> accused,
        CancellationToken cancellation
    );
}

/// <summary>The base's side of a trial.</summary>
/// <param name="Base">Its kernels; null if they cannot be had.</param>
/// <param name="Cases">Those of the accused cases that it has.</param>
/// <param name="Reason">Why the others cannot be tried, as the end of a sentence; null if there are none.</param>
internal sealed record TrialSide(BaseSide? Base, ImmutableArray<string> Cases, string? Reason);
