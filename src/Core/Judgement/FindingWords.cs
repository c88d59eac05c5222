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
    /// <param name="against">What it was compared with, to be appended; empty where that is plain.</param>
    public static string Decided(CaseFinding f, Finding answer, string against = "") => answer switch
    {
        Finding.Slower or Finding.Faster => Figures(f, against),
        Finding.NotSlower => $"not slower by more than {Limit(f.Evidence)}: {Measured(f, against)}",
        Finding.Undecided => Undecided(f, against).Words,
    };

    /// <summary>Why a case with enough runs is undecided.</summary>
    /// <param name="f">The finding.</param>
    /// <param name="against">What it was compared with, to be appended; empty where that is plain.</param>
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
            _ => (
                InconclusiveCause.NearTheTolerance,
                $"{measured}, which could still be more or less than {Limit(e, named: true)}"
            ),
        };
    }

    /// <summary>Why a case with too few runs is undecided; null where both sides have enough.</summary>
    /// <param name="f">The finding.</param>
    /// <param name="fewest">The fewest runs that a decision needs, [reference, candidate].</param>
    /// <param name="remedy">What to do where it is the reference that has too few; empty for nothing.</param>
    /// <param name="against">What it was compared with, to be appended; empty where that is plain.</param>
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
    /// <param name="against">What it was compared with, to be appended; empty where that is plain.</param>
    public static string Measured(CaseFinding f, string against = "") => $"measured {Figures(f, against)}";

    private static string Figures(CaseFinding f, string against) =>
        $"{Numbers.Change(f.Evidence.Ratio)} {Wording.Evidence(f.Evidence, f.P)}{against}";

    private static string Limit(CaseEvidence e, bool named = false) =>
        e.PassMargin > e.Margin
            ? $"{(named ? "the absolute floor of " : "")}{Numbers.Number(e.FloorNs)} "
                + $"ns{(named ? "" : " (the absolute floor)")}"
            : $"{(named ? "the tolerance of " : "")}{Numbers.Percent(e.Tolerance)}";
}
