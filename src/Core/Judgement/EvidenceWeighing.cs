using MathNet.Numerics;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

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
