using System.Collections.Immutable;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Optimizing;

/// <summary>What <c>perfgate optimize</c> was asked to do.</summary>
internal sealed record OptimizeSetting
{
    /// <summary>Project, device, policy and workers; the policy has the number of runs.</summary>
    public required TuneSetting Project { get; init; }

    /// <summary>The benchmark that should be faster.</summary>
    public required string Candidate { get; init; }

    /// <summary>The benchmarks that somebody would use instead; the fastest of them counts.</summary>
    public required ImmutableArray<string> Baselines { get; init; }

    /// <summary>The shape that counts most; null for the first.</summary>
    public string? FixedShape { get; init; }

    /// <summary>How much of the pipeline runs.</summary>
    public OptimizeScope Scope { get; init; } = OptimizeScope.Full;

    /// <summary>How much the tuning tries.</summary>
    public required TuneEffort Effort { get; init; }

    /// <summary>Folders in which the compilers look for headers, absolute.</summary>
    public ImmutableArray<string> Includes { get; init; } = [];

    /// <summary>The title of the publication; null for one made of the names.</summary>
    public string? Title { get; init; }

    /// <summary>Its authors.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];
}

/// <summary>How much of the pipeline runs.</summary>
internal enum OptimizeScope
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>All shapes, without tuning.</summary>
    Shapes,

    /// <summary>The fixed shape alone, without tuning.</summary>
    Quick,
}
