using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Publishing;

/// <summary>All that a publication is made from. Every figure in it comes out of a file of the measurement.</summary>
public sealed record PublicationInput
{
    /// <summary>The measurement with both benchmarks.</summary>
    public required Measurement Measurement { get; init; }

    /// <summary>What is claimed of it.</summary>
    public required SpeedClaims Claims { get; init; }

    /// <summary>The policy, for the price.</summary>
    public GatePolicy Policy { get; init; } = new();

    /// <summary>The title; null for one made of the names.</summary>
    public string? Title { get; init; }

    /// <summary>The authors; empty if nobody stated them.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>Why the candidate is faster, as a paragraph; null if that is not known.</summary>
    public string? Explanation { get; init; }

    /// <summary>The archive; null if there is none.</summary>
    public ArtifactFacts? Artifact { get; init; }

    /// <summary>
    /// The baselines that were measured at the fixed shape to find the fastest, that one first; empty if there was
    /// nothing to choose.
    /// </summary>
    public ImmutableArray<MeasuredBaseline> Baselines { get; init; } = [];

    /// <summary>What is known to be missing, one sentence each: a phase that this version does not have.</summary>
    public ImmutableArray<string> NotAvailable { get; init; } = [];
}

/// <summary>What is known of the archive before it is written.</summary>
/// <param name="Files">How many files it holds.</param>
/// <param name="Bytes">Their size, bytes.</param>
/// <param name="Licence">The licence file in it; null if the repository has none.</param>
/// <param name="PrepareSeconds">What compiling took, seconds; null if that was not recorded.</param>
public sealed record ArtifactFacts(int Files, long Bytes, string? Licence, double? PrepareSeconds = null);

/// <summary>A baseline that was measured to choose among several.</summary>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Nanoseconds">Its time at the fixed shape, nanoseconds.</param>
/// <param name="WithClockShare">Whether the clock's share is still in it.</param>
public sealed record MeasuredBaseline(string Benchmark, double Nanoseconds, bool WithClockShare = false);
