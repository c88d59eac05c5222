using System.Collections.Immutable;
using MathNet.Numerics;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>Turns the runs of one case into evidence.</summary>
internal static class EvidenceWeighing
{
    /// <summary>Weighs one case.</summary>
    /// <param name="sides">Its runs, at least two a side.</param>
    /// <param name="terms">The thresholds that apply to it.</param>
    /// <param name="shift">How far the machine itself has moved, to be taken off; <see cref="MachineShift.None"/> for nothing.</param>
    /// <param name="mostRuns">Runs a side at the end of the budget.</param>
    /// <param name="confidence">Confidence of the interval, such as 0.95.</param>
    public static CaseEvidence Weigh(CaseSides sides, CaseTerms terms, MachineShift shift, int mostRuns, double confidence)
    {
        var reference = Locations(sides.Reference);
        var candidate = Locations(sides.Candidate);
        var differences = sides.Paired ? Differences(reference, candidate) : [];
        var effect = EffectOf(sides, reference, candidate, differences);
        if (shift != MachineShift.None)
            effect = MeanDifference.Corrected(effect, shift.Log, shift.Variance, shift.DegreesOfFreedom);

        var runDeviation = Math.Sqrt(sides.Paired
            ? Moments.Variance(differences)
            : (Moments.Variance(reference) + Moments.Variance(candidate)) / 2);
        var half = effect.HalfWidth(confidence);
        return new()
        {
            Name = sides.Name,
            Effect = effect,
            Interval = (Math.Exp(effect.Difference - half), Math.Exp(effect.Difference + half)),
            HedgesG = sides.Paired ? EffectSize.HedgesG(differences) : EffectSize.HedgesG(reference, candidate),
            CliffsDelta = EffectSize.CliffsDelta(reference, candidate),
            ReferenceRuns = reference.Length,
            CandidateRuns = candidate.Length,
            ReferenceNs = Math.Exp(Moments.Mean(reference)),
            CandidateNs = Math.Exp(Moments.Mean(candidate)),
            Paired = sides.Paired,
            RunDeviation = runDeviation,
            Tolerance = Math.Max(terms.Tolerance, Math.Max(terms.NoiseFloor, Resolvable(sides, reference, runDeviation, mostRuns))),
            StatedTolerance = terms.Tolerance,
            FloorNs = terms.FloorNs,
            LeastP = LeastP(sides.Paired, reference.Length, candidate.Length),
        };
    }

    /// <summary>How often identical processes separate completely by chance.</summary>
    /// <param name="paired">Whether runs hold both sides: then any of 2^n assignments of sides is as likely, else any of the splits.</param>
    /// <param name="referenceRuns">Runs of the reference.</param>
    /// <param name="candidateRuns">Runs of the candidate.</param>
    public static double LeastP(bool paired, int referenceRuns, int candidateRuns) => paired
        ? Math.Pow(2, -candidateRuns)
        : Math.Exp(-SpecialFunctions.BinomialLn(referenceRuns + candidateRuns, candidateRuns));

    // Two standard errors of a difference at the end of the budget, by the noise of the reference (a slow-down may well have
    // brought noise of its own, which must not excuse it).
    private static double Resolvable(CaseSides sides, double[] reference, double runDeviation, int mostRuns) => Math.Exp(
        2 * (sides.Paired ? runDeviation : Math.Sqrt(2 * Moments.Variance(reference))) / Math.Sqrt(mostRuns)) - 1;

    private static Effect EffectOf(CaseSides sides, double[] reference, double[] candidate, double[] differences)
    {
        if (sides.Paired)
            return MeanDifference.Paired(differences);
        if (sides.Days.IsEmpty)
            return MeanDifference.Unpaired(reference, candidate);
        return MeanDifference.AcrossDays([.. sides.Days.Select(d => Moments.Mean(d.AsSpan()))], candidate);
    }

    private static double[] Locations(ImmutableArray<ImmutableArray<double>> runs) =>
        [.. runs.Select(samples => Math.Log(InterquartileMean.Of(samples.AsSpan())))];

    private static double[] Differences(double[] reference, double[] candidate) =>
        [.. reference.Zip(candidate, (r, c) => c - r)];
}
