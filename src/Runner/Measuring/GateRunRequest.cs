using System.Collections.Immutable;
using PerfGate.Core.Policy;

namespace PerfGate.Runner.Measuring;

/// <summary>What <c>perfgate run</c> was asked to do.</summary>
internal sealed record GateRunRequest
{
    // An expected-output function may use all processors; what surrounds it, making inputs and writing files, does not.
    private const int ProcessorsPerReference = 2;

    // Each may hold gigabytes.
    private const int MostReferencesAtOnce = 4;

    /// <summary>Root of the repository, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The manifests, absolute.</summary>
    public required ImmutableArray<string> Manifests { get; init; }

    /// <summary>Folder that the files are written to, absolute.</summary>
    public required string Output { get; init; }

    /// <summary>Folder of jobs, results, cached inputs and references, absolute.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>
    /// Folder of inputs and expected outputs, absolute; several measurements at the same time may share one. In the
    /// work folder, unless it is set.
    /// </summary>
    public string Cached
    {
        get => field ?? OwnCached;
        init;
    }

    /// <summary>Folder of inputs and expected outputs that only this measurement uses, absolute.</summary>
    public string OwnCached => Path.Combine(WorkFolder, "cached");

    /// <summary>The project file, relative to the root, with forward slashes; null if it is not known.</summary>
    public string? Project { get; init; }

    /// <summary>Selects cases; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The part of the cases that this measurement is to take; null for all.</summary>
    public CaseShare? Share { get; init; }

    /// <summary>How many cases have their expected outputs computed at the same time.</summary>
    public int ExpectedAtOnce { get; init; } =
        Math.Clamp(Environment.ProcessorCount / ProcessorsPerReference, 1, MostReferencesAtOnce);

    /// <summary>
    /// Seed of the check of each case that is not timed: nobody's choice, unless somebody wants to repeat an earlier
    /// one. Null for no such check.
    /// </summary>
    public ulong? CheckSeed { get; init; }

    /// <summary>Puts what the command line says over the policy that was found.</summary>
    public required Func<GatePolicy, GatePolicy> Override { get; init; }

    /// <summary>
    /// A response file for <c>dotnet msbuild</c> that compiles the base's kernels, absolute; null if there is none.
    /// </summary>
    public string? CompileBase { get; init; }
}
