using System.Collections.Immutable;
using MathNet.Numerics;
using PerfGate.Core.Measurements;
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

/// <summary>The runs of one case on the two sides of a comparison.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Runs">Their samples, nanoseconds.</param>
internal sealed record CaseSides(string Name, ComparedRuns Runs)
{
    /// <summary>The indices of the reference's runs in its measurement; empty if they count from 0.</summary>
    public ImmutableArray<int> ReferenceRuns { get; init; } = [];

    /// <summary>The indices of the candidate's runs in its measurement; empty if they count from 0.</summary>
    public ImmutableArray<int> CandidateRuns { get; init; } = [];

    /// <summary>Runs a side below which there is no variance to go by.</summary>
    public const int FewestRuns = 2;

    /// <summary>Fewest days from which the variance between them can be estimated.</summary>
    public const int FewestDays = 3;

    /// <summary>What a person calls a run of the reference, from 1.</summary>
    /// <param name="i">Its place among the valid runs, from 0.</param>
    public int ReferenceRun(int i) => 1 + (ReferenceRuns.IsEmpty ? i : ReferenceRuns[i]);

    /// <summary>What a person calls a run of the candidate, or of both sides where interleaved, from 1.</summary>
    /// <param name="i">Its place among the valid runs, from 0.</param>
    public int CandidateRun(int i) => 1 + (CandidateRuns.IsEmpty ? i : CandidateRuns[i]);

    /// <summary>Whether both sides have runs enough to say anything.</summary>
    public bool Comparable => Runs.Reference.Length >= FewestRuns && Runs.Candidate.Length >= FewestRuns;

    /// <summary>Two measurements of a case; null if either has no times.</summary>
    /// <param name="referenceDays">The case in each measurement of the baseline, oldest first.</param>
    /// <param name="candidate">The case now.</param>
    public static CaseSides? Unpaired(ImmutableArray<MeasuredCase> referenceDays, MeasuredCase? candidate)
    {
        if (candidate is null || referenceDays.IsEmpty)
            return null;
        var newest = referenceDays[^1];
        // An older measurement of other code says nothing of this code's days.
        ImmutableArray<MeasuredCase> same =
        [
            .. referenceDays.Where(d => d.CodeHash == newest.CodeHash && d.Runs.Length >= FewestRuns),
        ];
        return new(
            candidate.Name,
            new(
                Samples(newest),
                Samples(candidate),
                Paired: false,
                same.Length >= FewestDays ? [.. same.Select(Samples)] : []
            )
        )
        {
            ReferenceRuns = Indices(newest.Runs),
            CandidateRuns = Indices(candidate.Runs),
        };
    }

    /// <summary>An interleaved case; null if no run holds the base's side.</summary>
    /// <param name="trial">The case in the interleaved measurement.</param>
    public static CaseSides? Interleaved(MeasuredCase? trial)
    {
        ImmutableArray<CaseRun> both = [.. (trial?.Runs ?? []).Where(r => r.ReferenceSamples is { IsEmpty: false })];
        return both.IsEmpty
            ? null
            : new(
                trial!.Name,
                new(
                    [.. both.Select(r => r.ReferenceSamples!.Value)],
                    [.. both.Select(r => r.Samples)],
                    Paired: true,
                    []
                )
            )
            {
                ReferenceRuns = Indices(both),
                CandidateRuns = Indices(both),
            };
    }

    private static ImmutableArray<int> Indices(ImmutableArray<CaseRun> runs) => [.. runs.Select(r => r.Run)];

    private static ImmutableArray<ImmutableArray<double>> Samples(MeasuredCase measured) =>
        [.. measured.Runs.Select(r => r.Samples)];
}

/// <summary>Turns the runs of one case into evidence.</summary>
internal static class EvidenceWeighing
{
    /// <summary>Weighs one case.</summary>
    /// <param name="sides">Its runs, at least two a side.</param>
    /// <param name="terms">The thresholds that apply to it.</param>
    /// <param name="shift">
    /// How far the machine itself has moved, to be taken off; <see cref="MachineShift.None"/> for nothing.
    /// </param>
    /// <param name="mostRuns">Runs a side at the end of the budget.</param>
    /// <param name="confidence">Confidence of the interval, such as 0.95.</param>
    /// <param name="resamples">
    /// Of the bootstrap; 0 for no interval, which simulations of whole gates have to do with: the p-values then decide
    /// alone, and the interval, which can only take findings away, does not.
    /// </param>
    public static CaseEvidence Weigh(
        CaseSides sides, CaseTerms terms, MachineShift shift, int mostRuns, double confidence,
        int resamples = HierarchicalBootstrap.Resamples)
    {
        var reference = ComparedRuns.LogLocations(sides.Runs.Reference);
        var candidate = ComparedRuns.LogLocations(sides.Runs.Candidate);
        double[] differences = sides.Runs.Paired ? ComparedRuns.Differences(reference, candidate) : [];
        var effect = sides.Runs.Effect(reference, candidate);
        if (shift != MachineShift.None)
            effect = MeanDifference.Corrected(effect, shift.Log, shift.Variance, shift.DegreesOfFreedom);

        var runDeviation = Math.Sqrt(
            sides.Runs.Paired
                ? Moments.Variance(differences)
                : (Moments.Variance(reference) + Moments.Variance(candidate)) / 2
        );
        var (low, high) =
            resamples > 0
                ? HierarchicalBootstrap.Interval(
                    sides.Runs,
                    effect,
                    confidence,
                    CounterRandom.SeedOf(sides.Name),
                    resamples
                )
                : (effect.Difference, effect.Difference);
        var largest = Math.Max(reference.Max(), candidate.Max());
        return new()
        {
            Name = sides.Name,
            Effect = effect,
            Confidence = confidence,
            Interval = (Math.Exp(low), Math.Exp(high)),
            TypicalRatio = Math.Exp(sides.Runs.TypicalDifference(reference, candidate) - shift.Log),
            FarRuns = FarRunNote.Of(sides, reference, candidate, terms.Tolerance),
            HedgesG = sides.Runs.Paired
                ? EffectSize.HedgesG(differences)
                : EffectSize.HedgesG(Relative(reference, largest), Relative(candidate, largest)),
            CliffsDelta = EffectSize.CliffsDelta(reference, candidate),
            ReferenceRuns = reference.Length,
            CandidateRuns = candidate.Length,
            ReferenceNs = Math.Exp(Moments.Mean(reference)),
            CandidateNs = Math.Exp(Moments.Mean(candidate)),
            Paired = sides.Runs.Paired,
            RunDeviation = runDeviation,
            Tolerance = Math.Max(
                terms.Tolerance,
                Math.Max(terms.NoiseFloor, Resolvable(sides, reference, differences, mostRuns))
            ),
            StatedTolerance = terms.Tolerance,
            FloorNs = terms.FloorNs,
            LeastP = LeastP(sides.Runs.Paired, reference.Length, candidate.Length),
        };
    }

    /// <summary>How often identical processes separate completely by chance.</summary>
    /// <param name="paired">
    /// Whether runs hold both sides: then any of 2^n assignments of sides is as likely, else any of the splits.
    /// </param>
    /// <param name="referenceRuns">Runs of the reference.</param>
    /// <param name="candidateRuns">Runs of the candidate.</param>
    public static double LeastP(bool paired, int referenceRuns, int candidateRuns) => paired
        ? Math.Pow(2, -candidateRuns)
        : Math.Exp(-SpecialFunctions.BinomialLn(referenceRuns + candidateRuns, candidateRuns));

    // Two standard errors of a difference at the end of the budget, by the noise of the reference (a slow-down may well
    // have brought noise of its own, which must not excuse it). Estimated robustly: one slow process must not buy the
    // others a tolerance.
    private static double Resolvable(CaseSides sides, double[] reference, double[] differences, int mostRuns) =>
        Math.Exp(
            2
                * (sides.Runs.Paired ? RobustSpread.Of(differences) : Math.Sqrt(2) * RobustSpread.Of(reference))
                / Math.Sqrt(mostRuns)
        ) - 1;

    // Locations as fractions of the largest: g does not care for the unit, and its squares cannot overflow.
    private static double[] Relative(double[] logs, double largest) => [.. logs.Select(x => Math.Exp(x - largest))];
}
