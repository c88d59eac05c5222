using System.Globalization;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What a finding means, in the words that the gate and <c>perfgate compare</c> share. The meaning comes first, then
/// the figures.
/// </summary>
internal static class FindingWords
{
    /// <summary>A decided case.</summary>
    /// <param name="f">The finding.</param>
    /// <param name="answer">The answer that counts.</param>
    /// <param name="against">What it was compared with, to be appended; empty if that is plain.</param>
    public static string Decided(CaseFinding f, Finding answer, string against = "") => answer switch
    {
        Finding.Slower or Finding.Faster => Figures(f, against),
        Finding.NotSlower => $"not slower by more than {Limit(f.Evidence)}: {Measured(f, against)}",
        Finding.Undecided => Undecided(f, against).Words,
    };

    /// <summary>Why a case with enough runs is undecided.</summary>
    /// <param name="f">The finding.</param>
    /// <param name="against">What it was compared with, to be appended; empty if that is plain.</param>
    public static (InconclusiveCause Cause, string Words) Undecided(CaseFinding f, string against = "")
    {
        var e = f.Evidence;
        var measured = Measured(f, against);
        return f switch
        {
            { WithinNoise: true } when e.Tolerance > e.StatedTolerance => (
                InconclusiveCause.WithinNoise,
                $"{measured}, more than the tolerance of {Numbers.Percent(e.StatedTolerance)}, but not more than the "
                    + $"noise of these runs"
            ),
            { WithinNoise: true } => (InconclusiveCause.TypicalRunSlower, $"{Wording.TypicalRun(e)}; {measured}"),
            _ when e.Unresolvable => (
                InconclusiveCause.TooNoisy,
                $"these runs vary too much to tell a slow-down of {Numbers.Percent(e.StatedTolerance)}; {measured}"
            ),
            { BelowFloor: true } => (
                InconclusiveCause.AtTheFloor,
                $"{measured}, more than the tolerance, but the difference may be below the absolute floor of "
                    + $"{Numbers.Number(e.FloorNs)} ns"
            ),
            { NeedsRuns: true } => (
                InconclusiveCause.TooFewRuns,
                $"{measured}, more than the tolerance of {Numbers.Percent(e.Tolerance)}, but with so few runs all the "
                    + "slower ones could be on one side by chance"
            ),
            _ => (
                InconclusiveCause.NearTheTolerance,
                $"{measured}, which could still be more or less than {Limit(e, named: true)}"
            ),
        };
    }

    /// <summary>Why a case with too few runs is undecided; null if both sides have enough.</summary>
    /// <param name="f">The finding.</param>
    /// <param name="fewest">The fewest runs that a decision needs, [reference, candidate].</param>
    /// <param name="remedy">What to do where it is the reference that has too few; empty for nothing.</param>
    /// <param name="against">What it was compared with, to be appended; empty if that is plain.</param>
    public static (InconclusiveCause Cause, string Words)? TooFew(
        CaseFinding f,
        (int Reference, int Candidate) fewest,
        string remedy = "",
        string against = ""
    )
    {
        var e = f.Evidence;
        if (e.CandidateRuns < fewest.Candidate)
            return (
                InconclusiveCause.TooFewRuns,
                $"only {e.CandidateRuns} valid runs, and a decision needs at least {fewest.Candidate}; "
                    + Measured(f, against)
            );
        return e.ReferenceRuns < fewest.Reference
            ? (
                InconclusiveCause.ThinReference,
                $"the reference has only {e.ReferenceRuns} valid runs, and a decision needs at least "
                    + $"{fewest.Reference}; {remedy}{Measured(f, against)}"
            )
            : null;
    }

    /// <summary>
    /// Whether nothing but the number of runs, or the nearness of the tolerance, leaves the case undecided.
    /// </summary>
    /// <param name="f">The finding.</param>
    public static bool IsNear(CaseFinding f) =>
        f is { WithinNoise: false, BelowFloor: false, Evidence.Unresolvable: false };

    /// <summary>The figures after a word that says what they are.</summary>
    /// <param name="f">The finding.</param>
    /// <param name="against">What it was compared with, to be appended; empty if that is plain.</param>
    public static string Measured(CaseFinding f, string against = "") => $"measured {Figures(f, against)}";

    private static string Figures(CaseFinding f, string against) =>
        $"{Numbers.Change(f.Evidence.Ratio)} {Wording.Evidence(f.Evidence, f.P)}{against}";

    private static string Limit(CaseEvidence e, bool named = false) =>
        e.PassMargin > e.Margin
            ? $"{(named ? "the absolute floor of " : "")}{Numbers.Number(e.FloorNs)} "
                + $"ns{(named ? "" : " (the absolute floor)")}"
            : $"{(named ? "the tolerance of " : "")}{Numbers.Percent(e.Tolerance)}";
}

/// <summary>What sentences say of the evidence on a case.</summary>
internal static class Wording
{
    /// <summary>
    /// That the tolerance in force is not the stated one, and why, to be appended to a reason; empty if it is.
    /// </summary>
    public static string RaisedTolerance(CaseEvidence e) =>
        e.Tolerance > e.StatedTolerance
            ? $"; the stated tolerance of {Numbers.Percent(e.StatedTolerance)} is below what this machine can resolve, "
                + $"so it was raised to {Numbers.Percent(e.Tolerance)}"
            : "";

    /// <summary>Why a case whose mean is within the tolerance is no pass: its typical run is not.</summary>
    public static string TypicalRun(CaseEvidence e) =>
        $"the typical run is {Numbers.Change(e.TypicalRatio)}, more than the tolerance of "
            + $"{Numbers.Percent(e.StatedTolerance)}, although the mean over all runs is not";

    /// <summary>The runs that lie far from the others, to be appended to a reason; empty for none.</summary>
    public static string FarRuns(CaseEvidence e) => string.Concat(e.FarRuns.Select(f => $"; {f.Words}"));

    /// <summary>The evidence in brackets: interval, g, p and runs.</summary>
    public static string Evidence(CaseEvidence e, double p) =>
        $"({(e.Confidence * 100).ToString("0.##", CultureInfo.InvariantCulture)} % CI {Numbers.Interval(e.Interval)}, "
            + $"g = {Numbers.Number(e.HedgesG)}, {PValue.Sentence(p)}, "
            + $"{Numbers.Runs(e.ReferenceRuns, e.CandidateRuns)})";
}

/// <summary>
/// The tolerance in force where it is not the stated one: a reader has to see it beside the verdict that it bought.
/// </summary>
public static class RaisedTolerance
{
    /// <summary>Whether the tolerance in force differs from the stated one.</summary>
    /// <param name="judgement">The case.</param>
    public static bool IsRaised(this CaseJudgement judgement) =>
        judgement is { Tolerance: { } inForce, StatedTolerance: { } stated } && inForce != stated;

    /// <summary>Whether a reader must see it: a decision was made by another tolerance than the stated one.</summary>
    /// <param name="judgement">The case.</param>
    public static bool BoughtByNoise(this CaseJudgement judgement) =>
        judgement.IsRaised() && VerdictTraits.Of(judgement.Verdict).Proves;
}
