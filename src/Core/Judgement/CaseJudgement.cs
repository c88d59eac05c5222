using System.Collections.Immutable;
using PerfGate.Core.Declarations;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>What is said of one case, and on what evidence.</summary>
public sealed record CaseJudgement
{
    /// <summary>The case's name.</summary>
    public required string Name { get; init; }

    /// <summary>The case's name in the reference where that is another one; null if it is the same.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>The verdict.</summary>
    public required CaseVerdict Verdict { get; init; }

    /// <summary>Why, in words that a person can act on.</summary>
    public required string Reason { get; init; }

    /// <summary>Why it is inconclusive; null for every other verdict.</summary>
    public InconclusiveCause? Cause { get; init; }

    /// <summary>Candidate time over reference time; above 1 is slower. Null where nothing was compared.</summary>
    public double? Ratio { get; init; }

    /// <summary>The 95 % interval of <see cref="Ratio"/>, [low, high].</summary>
    public ImmutableArray<double>? RatioInterval { get; init; }

    /// <summary>
    /// Hedges' g of the run-level values, above 0 is slower; ±1e308 stands for infinite (no variance, different means).
    /// </summary>
    public double? HedgesG { get; init; }

    /// <summary>Cliff's delta of the run-level values, -1 to 1, above 0 is slower.</summary>
    public double? CliffsDelta { get; init; }

    /// <summary>P-value against "not slower by more than the tolerance", Holm-adjusted over the family.</summary>
    public double? P { get; init; }

    /// <summary>Number of valid runs, [reference, candidate].</summary>
    public ImmutableArray<int> Runs { get; init; } = [0, 0];

    /// <summary>The <c>__global__</c> line to look at.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>
    /// The tolerance in force, as a fraction: <see cref="StatedTolerance"/>, or more where the machine cannot resolve
    /// that. Null where nothing was compared.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>The tolerance that policy or benchmark state, as a fraction; null if nothing was compared.</summary>
    public double? StatedTolerance { get; init; }

    /// <summary>Location of the reference, nanoseconds.</summary>
    public double? ReferenceNs { get; init; }

    /// <summary>Location of the candidate, nanoseconds.</summary>
    public double? CandidateNs { get; init; }

    /// <summary>
    /// The smallest relative slow-down that this evidence could have proven, as a fraction; null where so few runs
    /// prove none.
    /// </summary>
    public double? MinimumDetectableEffect { get; init; }

    /// <summary>
    /// Runs a side that would have decided an inconclusive case; null if it is decided or the number is unknown.
    /// </summary>
    public int? RunsToDecide { get; init; }

    /// <summary>The first stage's evidence where a second one (the interleaved trial) decided.</summary>
    public StageEvidence? Accusation { get; init; }

    /// <summary>What was observed, where it is a command; null for kernels that PerfGate launches itself.</summary>
    public ObservedWork? Observed { get; init; }

    /// <summary>The kernels of the candidate, with their resources.</summary>
    public ImmutableArray<LaunchedKernel> Kernels { get; init; } = [];

    /// <summary>The kernels of the reference, where known.</summary>
    public ImmutableArray<LaunchedKernel> ReferenceKernels { get; init; } = [];

    /// <summary>The accepted slow-down that acted on this case; null for none.</summary>
    public AcceptedSlowdown? Accepted { get; init; }

    /// <summary>
    /// What the branch changes in the declaration of the case: its check, its inputs, its work, its launches.
    /// </summary>
    public ImmutableArray<CheckEdit> Edits { get; init; } = [];

    /// <summary>The entry that accepts those edits; null if there is none, or nothing to accept.</summary>
    public AcceptedCheckEdit? AcceptedEdit { get; init; }

    /// <summary>How far its outputs are from what is expected, on both sides.</summary>
    public ImmutableArray<OutputAccuracy> Accuracy { get; init; } = [];

    /// <summary>Floating-point operations of one sample; null if not stated.</summary>
    public double? Flops { get; init; }

    /// <summary>Fewest bytes moved by one sample; null if not stated.</summary>
    public double? Bytes { get; init; }
}

/// <summary>What one stage of a two-stage judgement found.</summary>
/// <param name="Against">What the stage compared with, in words.</param>
/// <param name="Ratio">Candidate over reference.</param>
/// <param name="RatioInterval">Its 95 % interval, [low, high].</param>
/// <param name="P">P-value, Holm-adjusted.</param>
/// <param name="Runs">Valid runs, [reference, candidate].</param>
public sealed record StageEvidence(
    string Against, double Ratio, ImmutableArray<double> RatioInterval, double P, ImmutableArray<int> Runs);

/// <summary>How far an output is from what is expected, on both sides.</summary>
/// <param name="Buffer">The output's name.</param>
/// <param name="RelativeError">Norm of the candidate's difference over the norm of the expected output.</param>
/// <param name="MaximumAbsoluteError">The candidate's largest absolute difference of an element.</param>
public sealed record OutputAccuracy(string Buffer, double RelativeError, double MaximumAbsoluteError)
{
    /// <summary>
    /// Share of the candidate's elements, 0 to 1, that are as near to the expected value as their type can be; null
    /// where not known.
    /// </summary>
    public double? ExactShare { get; init; }

    /// <summary>Whether every run of the candidate gave the same bytes; null if not known.</summary>
    public bool? Deterministic { get; init; }

    /// <summary>The reference's <see cref="RelativeError"/>; null if it is not comparable or not known.</summary>
    public double? ReferenceRelativeError { get; init; }

    /// <summary>The reference's <see cref="MaximumAbsoluteError"/>; likewise.</summary>
    public double? ReferenceMaximumAbsoluteError { get; init; }

    /// <summary>The reference's <see cref="ExactShare"/>; likewise.</summary>
    public double? ReferenceExactShare { get; init; }

    /// <summary>
    /// How many times the reference's error the candidate's is, where it grew by more than the policy's factor; null
    /// where it did not.
    /// </summary>
    public double? Growth { get; init; }
}
