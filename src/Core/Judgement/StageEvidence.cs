using System.Collections.Immutable;

namespace PerfGate.Core.Judgement;

/// <summary>What one stage of a two-stage judgement found.</summary>
/// <param name="Against">What the stage compared with, in words.</param>
/// <param name="Ratio">Candidate over reference.</param>
/// <param name="RatioInterval">Its 95 % interval, [low, high].</param>
/// <param name="P">P-value, Holm-adjusted.</param>
/// <param name="Runs">Valid runs, [reference, candidate].</param>
public sealed record StageEvidence(
    string Against, double Ratio, ImmutableArray<double> RatioInterval, double P, ImmutableArray<int> Runs);
