using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What the runs of one case say about candidate against reference, before any threshold of the family.
/// </summary>
internal sealed record CaseEvidence
{
    // With more than twice the stated tolerance a pass would no longer be what the policy asks for.
    private const double MostRaised = 2;

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

    /// <summary>
    /// Candidate over reference by their typical runs (<see cref="HodgesLehmann"/>): a far-off run, which moves
    /// <see cref="Ratio"/>, hardly moves this one.
    /// </summary>
    public required double TypicalRatio { get; init; }

    /// <summary>The runs that lie far from the others; empty for none.</summary>
    public required ImmutableArray<FarRunNote> FarRuns { get; init; }

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

    /// <summary>
    /// Standard deviation of one run's log location: of a difference where paired, of one side otherwise.
    /// </summary>
    public required double RunDeviation { get; init; }

    /// <summary>The tolerance that applies, noise floor included, as a fraction.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The tolerance before the noise floor, as a fraction.</summary>
    public required double StatedTolerance { get; init; }

    /// <summary>The absolute floor, nanoseconds.</summary>
    public required double FloorNs { get; init; }

    /// <summary>
    /// How often two identical processes separate completely by chance: the least p-value that this many runs can
    /// support without assuming a shape of the noise.
    /// </summary>
    public required double LeastP { get; init; }

    /// <summary>The tolerance on the log scale.</summary>
    public double Margin => Math.Log(1 + Tolerance);

    /// <summary>The stated tolerance on the log scale.</summary>
    public double StatedMargin => Math.Log(1 + StatedTolerance);

    /// <summary>
    /// Whether noise has raised the tolerance so far that ruling out more than it would say nothing of the stated one.
    /// Where the absolute floor is larger still, the floor is what a pass rules out, and noise buys nothing.
    /// </summary>
    public bool Unresolvable => Tolerance > MostRaised * StatedTolerance && Tolerance > FloorNs / ReferenceNs;

    /// <summary>
    /// Whether it looks slower than the stated tolerance, by the mean over all runs or by the typical run.
    /// </summary>
    public bool LooksSlowerThanStated => Math.Max(Ratio, TypicalRatio) > 1 + StatedTolerance;

    /// <summary>Whether it looks slower than both the stated tolerance and the absolute floor: never a pass.</summary>
    public bool LooksSlowerThanStatedAndFloor =>
        LooksSlowerThanStated && (Math.Max(Ratio, TypicalRatio) - 1) * ReferenceNs > FloorNs;

    /// <summary>
    /// Whether a run of the reference lies far from its others, so that only other runs of the reference can tell.
    /// </summary>
    public bool ReferenceHasFarRuns => FarRuns.Any(f => f.OfReference);

    /// <summary>
    /// Tolerance or absolute floor, whichever is larger, on the log scale: what a pass must rule out.
    /// </summary>
    public double PassMargin => Math.Max(Margin, Math.Log(1 + FloorNs / ReferenceNs));

    /// <summary>Candidate over reference.</summary>
    public double Ratio => Effect.Ratio;

    /// <summary>The runs as files hold them.</summary>
    public ImmutableArray<int> Runs => [ReferenceRuns, CandidateRuns];
}
