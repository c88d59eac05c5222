using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>What the runs of one case say about candidate against reference, before any threshold of the family.</summary>
internal sealed record CaseEvidence
{
    /// <summary>The case's name.</summary>
    public required string Name { get; init; }

    /// <summary>Difference, standard error and degrees of freedom on the log scale.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Confidence of <see cref="Interval"/>, such as 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>Interval of the ratio, [low, high].</summary>
    public required (double Low, double High) Interval { get; init; }

    /// <summary>Hedges' g.</summary>
    public required double HedgesG { get; init; }

    /// <summary>Cliff's delta.</summary>
    public required double CliffsDelta { get; init; }

    /// <summary>Valid runs of the reference.</summary>
    public required int ReferenceRuns { get; init; }

    /// <summary>Valid runs of the candidate.</summary>
    public required int CandidateRuns { get; init; }

    /// <summary>Location of the reference, nanoseconds.</summary>
    public required double ReferenceNs { get; init; }

    /// <summary>Location of the candidate, nanoseconds.</summary>
    public required double CandidateNs { get; init; }

    /// <summary>Whether each run holds both sides.</summary>
    public required bool Paired { get; init; }

    /// <summary>Standard deviation of one run's log location: of a difference where paired, of one side otherwise.</summary>
    public required double RunDeviation { get; init; }

    /// <summary>The tolerance that applies, noise floor included, as a fraction.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The tolerance before the noise floor, as a fraction.</summary>
    public required double StatedTolerance { get; init; }

    /// <summary>The absolute floor, nanoseconds.</summary>
    public required double FloorNs { get; init; }

    /// <summary>
    /// How often two identical processes separate completely by chance: the least p-value that this many runs can support
    /// without assuming a shape of the noise.
    /// </summary>
    public required double LeastP { get; init; }

    /// <summary>The tolerance on the log scale.</summary>
    public double Margin => Math.Log(1 + Tolerance);

    /// <summary>Tolerance or absolute floor, whichever is larger, on the log scale: what a pass must rule out.</summary>
    public double PassMargin => Math.Max(Margin, Math.Log(1 + FloorNs / ReferenceNs));

    /// <summary>Candidate over reference.</summary>
    public double Ratio => Effect.Ratio;

    /// <summary>The runs as files hold them.</summary>
    public ImmutableArray<int> Runs => [ReferenceRuns, CandidateRuns];
}
