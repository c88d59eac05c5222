using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>Turns findings into judgements, with the reason in words that a person can act on.</summary>
internal static class Reasons
{
    /// <summary>Decided by the interleaved trial alone.</summary>
    public static CaseJudgement Tried(Proceedings p, CaseFinding finding) =>
        Judgement(p, p.Trial!, finding, finding.Finding, " against the base commit's kernels, interleaved");

    /// <summary>Decided by fresh runs, where the base's kernels could not be had.</summary>
    public static CaseJudgement MeasuredAgain(Proceedings p, CaseFinding finding) =>
        p.Again is { DoesNotCount: true }
            ? Void(p, p.Again, finding)
            : Judgement(p, p.Again!, finding, finding.Finding, finding.Finding == Finding.Slower
                ? "; measured twice against the baseline, never tried against the base commit's kernels"
                : " against the baseline, in fresh runs");

    /// <summary>Only the comparison with the baseline was made.</summary>
    public static CaseJudgement FirstOnly(Proceedings p, CaseFinding finding)
    {
        if (p.First is { DoesNotCount: true })
            return Void(p, p.First, finding);
        if (finding.LooksSlower || finding.Finding == Finding.Slower)
        {
            var said = Judgement(p, p.First!, finding, Finding.Undecided, "");
            return said with
            {
                Reason = $"looks {Wording.Change(finding.Evidence.Ratio)} than its baseline {Wording.Evidence(finding.Evidence, finding.P)}, "
                    + "which is an accusation and not yet a proof: a baseline comes from another day; it was neither tried against the base commit's kernels nor measured again"
                    + Notes(p.First!, finding.Evidence),
                RunsToDecide = null,
            };
        }

        return Judgement(p, p.First!, finding, finding.Finding, " against the baseline");
    }

    private static CaseJudgement Void(Proceedings p, Stage stage, CaseFinding finding) =>
        Judgement(p, stage, finding, Finding.Undecided, "") with
        {
            Reason = $"the comparison with the baseline is void: the machine itself has moved by {Wording.Percent(Math.Abs(stage.Drift!.Ratio - 1))} "
                + "since, as its unchanged cases show, and nothing was tried against the base commit's kernels",
            RunsToDecide = null,
        };

    private static CaseJudgement Judgement(Proceedings p, Stage stage, CaseFinding finding, Finding answer, string against)
    {
        var e = finding.Evidence;
        var looks = SequentialPlan.Looks(p.Input.Policy.Runs).Length;
        var alpha = p.Input.Policy.FamilyWiseErrorRate / looks / stage.Findings.Count;
        var open = answer == Finding.Undecided;
        return new()
        {
            Name = e.Name,
            Verdict = answer switch
            {
                Finding.Slower => CaseVerdict.Regression,
                Finding.NotSlower => CaseVerdict.Pass,
                Finding.Faster => CaseVerdict.Improvement,
                _ => CaseVerdict.Inconclusive,
            },
            Reason = Reason(p, stage, finding, answer, alpha, against),
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
            MinimumDetectableEffect = Rounding.Stable(Detectable(e, alpha)),
            RunsToDecide = open && !finding.WithinNoise && !e.Unresolvable && e.ReferenceRuns >= SequentialPlan.FewestReferenceRuns(p.Input.Policy)
                ? RunsToDecide(p, e, alpha, looks)
                : null,
        };
    }

    private static string Reason(Proceedings p, Stage stage, CaseFinding f, Finding answer, double alpha, string against)
    {
        var e = f.Evidence;
        var said = $"{Wording.Change(e.Ratio)} {Wording.Evidence(e, f.P)}{against}";
        var text = answer switch
        {
            Finding.Slower => said,
            Finding.Faster => said,
            Finding.NotSlower => $"slower by more than {Limit(e)} is ruled out: {said}",
            _ when e.CandidateRuns < p.Input.Policy.Runs.Minimum =>
                $"only {e.CandidateRuns} of the at least {p.Input.Policy.Runs.Minimum} valid runs were had: {said}",
            _ when e.ReferenceRuns < SequentialPlan.FewestReferenceRuns(p.Input.Policy) =>
                $"the reference has only {e.ReferenceRuns} of the at least {SequentialPlan.FewestReferenceRuns(p.Input.Policy)} valid runs that decide; refresh the baseline: {said}",
            _ when f.WithinNoise && e.Tolerance > e.StatedTolerance =>
                $"{said}: slower than the tolerance by its own runs, yet by no more than this machine can resolve",
            _ when f.WithinNoise => $"{Wording.TypicalRun(e)}: {said}",
            _ when e.Unresolvable => $"{Wording.BelowResolution(e)}; {said}",
            _ when f.BelowFloor =>
                $"{said}: slower by more than the tolerance, yet near the absolute floor of {Wording.Number(e.FloorNs)} ns, on neither side of it for certain",
            _ => $"neither slower by more than {Limit(e)} nor at most that is proven: {said}; "
                + $"a slow-down of {Wording.Percent(Detectable(e, alpha))} would have been seen{Needed(p, e, alpha)}",
        };
        return text + Notes(stage, e, raised: !text.StartsWith(Wording.BelowResolution(e), StringComparison.Ordinal));
    }

    private static string Notes(Stage stage, CaseEvidence e, bool raised = true)
    {
        var resolution = raised && e.Tolerance > e.StatedTolerance ? $"; {Wording.BelowResolution(e)}" : "";
        var drift = stage.CorrectedForDrift ? $"; the machine's own drift of {Wording.Percent(stage.Drift!.Ratio - 1)} was taken off" : "";
        return $"{resolution}{drift}{Wording.FarRuns(e)}";
    }

    private static string Limit(CaseEvidence e) => e.PassMargin > e.Margin
        ? $"{Wording.Number(e.FloorNs)} ns (the absolute floor)"
        : Wording.Percent(e.Tolerance);

    private static string Needed(Proceedings p, CaseEvidence e, double alpha) =>
        RunsToDecide(p, e, alpha, SequentialPlan.Looks(p.Input.Policy.Runs).Length) is { } runs
            ? $", and about {runs} runs would decide"
            : ", and no practical number of runs would decide, so near the tolerance does it lie";

    private static double Detectable(CaseEvidence e, double alpha) =>
        Planning.MinimumDetectableEffect(e.Effect.StandardError, e.Effect.DegreesOfFreedom, e.Margin, alpha);

    private static int? RunsToDecide(Proceedings p, CaseEvidence e, double alpha, int looks) => Planning.RunsToDecide(
        e.Effect.Difference, e.RunDeviation, e.Paired, (e.Margin, alpha),
        (e.PassMargin, (1 - p.Input.Policy.Confidence) / looks), Math.Min(e.CandidateRuns, Planning.MostRuns));
}
