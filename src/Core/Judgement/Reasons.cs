using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>Turns findings into judgements, with the reason in words that a person can act on.</summary>
internal static class Reasons
{
    /// <summary>Decided by the interleaved trial alone.</summary>
    public static CaseJudgement Tried(Comparisons p, CaseFinding finding) =>
        Judgement(p, p.Interleaved!, finding, finding.Finding, $" against {p.Interleaved!.Against}");

    /// <summary>Decided by fresh runs, where the base's kernels could not be had.</summary>
    public static CaseJudgement MeasuredAgain(Comparisons p, CaseFinding finding) =>
        p.Remeasured is { DoesNotCount: true }
            ? Invalid(p, p.Remeasured, finding)
            : Judgement(p, p.Remeasured!, finding, finding.Finding, finding.Finding == Finding.Slower
                ? $"; confirmed by a second measurement against the baseline; {NotTried(p)}"
                : " against the baseline, in fresh runs");

    /// <summary>Only the comparison with the baseline was made.</summary>
    public static CaseJudgement FirstOnly(Comparisons p, CaseFinding finding)
    {
        if (p.AgainstBaseline is { DoesNotCount: true })
            return Invalid(p, p.AgainstBaseline, finding);
        // What is proven slower looks so too: than a tolerance that noise has only raised.
        if (finding.LooksSlower)
        {
            return Judgement(p, p.AgainstBaseline!, finding, Finding.Undecided, "") with
            {
                Cause = InconclusiveCause.Unconfirmed,
                Reason =
                    $"looks {Numbers.Change(finding.Evidence.Ratio)} than its baseline "
                        + $"{Wording.Evidence(finding.Evidence, finding.P)}, but a baseline comes from another day, "
                        + $"and nothing confirmed this: it was not measured a second time, and "
                    + NotTried(p)
                    + Notes(p.AgainstBaseline!, finding.Evidence),
                RunsToDecide = null,
            };
        }

        return Judgement(p, p.AgainstBaseline!, finding, finding.Finding, " against the baseline");
    }

    private static CaseJudgement Invalid(Comparisons p, Stage stage, CaseFinding finding) =>
        Judgement(p, stage, finding, Finding.Undecided, "") with
        {
            Cause = InconclusiveCause.MachineDrifted,
            Reason =
                $"the comparison with the baseline is invalid: the machine itself is "
                    + $"{Numbers.Change(stage.Drift!.Ratio)} than it was then, "
                + $"as its unchanged cases show, and {NotTried(p)}",
            RunsToDecide = null,
        };

    private static string NotTried(Comparisons p) =>
        ImportedJudging.IsImported(p) ? ImportedJudging.NotInTurns
        : p.Input.NoTrial is { } why
            ? $"the base commit's kernels could not be run ({why})"
            : "the base commit's kernels were not run beside it";

    private static CaseJudgement Judgement(
        Comparisons p,
        Stage stage,
        CaseFinding finding,
        Finding answer,
        string against
    )
    {
        var e = finding.Evidence;
        var looks = SequentialPlan.Looks(p.Input.Policy.Runs).Length;
        var alpha = p.Input.Policy.FamilyWiseErrorRate / looks / stage.Findings.Count;
        var open = answer == Finding.Undecided;
        var (cause, reason) = Reason(p, finding, answer, alpha, against);
        return new()
        {
            Name = e.Name,
            Verdict = answer switch
            {
                Finding.Slower => CaseVerdict.Regression,
                Finding.NotSlower => CaseVerdict.Pass,
                Finding.Faster => CaseVerdict.Improvement,
                Finding.Undecided => CaseVerdict.Inconclusive,
            },
            Cause = cause,
            Reason = reason + Notes(stage, e),
            Ratio = Rounding.Stable(e.Ratio),
            RatioInterval = [Rounding.Stable(e.Interval.Low), Rounding.Stable(e.Interval.High)],
            HedgesG = Rounding.Stable(e.HedgesG),
            CliffsDelta = Rounding.Stable(e.CliffsDelta),
            P = Rounding.Stable(finding.P),
            Runs = e.Runs,
            Tolerance = Rounding.Stable(e.Tolerance),
            StatedTolerance = Rounding.Stable(e.StatedTolerance),
            ReferenceNs = Rounding.Stable(e.ReferenceNs),
            CandidateNs = Rounding.Stable(e.CandidateNs),
            MinimumDetectableEffect = finding.NeedsRuns ? null : Rounding.Stable(Detectable(e, alpha)),
            RunsToDecide = open && !finding.WithinNoise && !e.Unresolvable
                && e.ReferenceRuns >= SequentialPlan.FewestReferenceRuns(p.Input.Policy)
                ? RunsToDecide(p, e, alpha, looks)
                : null,
        };
    }

    private static (InconclusiveCause? Cause, string Words) Reason(
        Comparisons p,
        CaseFinding f,
        Finding answer,
        double alpha,
        string against
    )
    {
        var e = f.Evidence;
        var policy = p.Input.Policy;
        if (answer != Finding.Undecided)
            return (null, FindingWords.Decided(f, answer, against));
        var fewest = (SequentialPlan.FewestReferenceRuns(policy), policy.Runs.Minimum);
        if (FindingWords.TooFew(f, fewest, "refresh the baseline; ", against) is { } few)
            return few;
        var (cause, words) = FindingWords.Undecided(f, against);
        var seen = f.NeedsRuns ? "" : $"; a slow-down of {Numbers.Percent(Detectable(e, alpha))} would have been seen";
        return (cause, words + (FindingWords.IsNear(f) ? seen + Needed(p, e, alpha) : ""));
    }

    private static string Notes(Stage stage, CaseEvidence e)
    {
        var drift = stage.CorrectedForDrift
            ? $"; the machine's own drift of {Numbers.ChangeFigure(stage.Drift!.Ratio - 1)} % was taken off"
            : "";
        return $"{Wording.RaisedTolerance(e)}{drift}{Wording.FarRuns(e)}";
    }

    private static string Needed(Comparisons p, CaseEvidence e, double alpha) =>
        RunsToDecide(p, e, alpha, SequentialPlan.Looks(p.Input.Policy.Runs).Length) is { } runs
            ? $", and about {runs} runs a side would decide"
            : "; it is so close to the tolerance that more runs will not help";

    private static double Detectable(CaseEvidence e, double alpha) =>
        Planning.MinimumDetectableEffect(e.Effect.StandardError, e.Effect.DegreesOfFreedom, e.Margin, alpha);

    private static int? RunsToDecide(Comparisons p, CaseEvidence e, double alpha, int looks) => Planning.RunsToDecide(
        e.Effect.Difference, e.RunDeviation, e.Paired, (e.Margin, alpha),
        (e.PassMargin, (1 - p.Input.Policy.Confidence) / looks), Math.Min(e.CandidateRuns, Planning.MostRuns));
}
