using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Runner.References;

/// <summary>What a candidate is compared with and judged by.</summary>
internal sealed record ResolvedReference
{
    /// <summary>What it is and how it was chosen, for the verdict.</summary>
    public required ReferenceDescription Description { get; init; }

    /// <summary>The baseline; null unless <see cref="ReferenceDescription.Kind"/> is a baseline.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The policy: the merge base's, with the branch's accepted slow-downs.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>Whether a comparison was expected, and why.</summary>
    public ExpectedComparison Expected { get; init; } = new();

    /// <summary>
    /// What could not be read of git, where nothing is compared anyway; one line each, for the verdict's warnings.
    /// </summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>What the branch or the command line changes in how the gate judges, for the verdict.</summary>
    public ImmutableArray<GateEdit> GateEdits { get; init; } = [];

    /// <summary>The merge base, full SHA; null without history.</summary>
    public string? MergeBase { get; init; }

    /// <summary>
    /// The commit whose kernels an accused case is tried against, full SHA; null if there is none. The merge base,
    /// or, where nothing was changed since it, the commit of the baseline: a case can only be tried against kernels
    /// that differ.
    /// </summary>
    public string? TrialCommit { get; init; }
}
