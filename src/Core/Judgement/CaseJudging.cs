using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>The verdict on one case.</summary>
internal static class CaseJudging
{
    /// <summary>Judges a case of either side.</summary>
    public static CaseJudgement Judge(Comparisons p, string name)
    {
        var judgement = Described(ByStatus(p, name) ?? ByTimes(p, name), p, name);
        // A ratio that does not count must not count for an entry either.
        var accepted = p.DecidingStage(name) is { DoesNotCount: true }
            ? judgement
            : AcceptedSlowdowns.Apply(judgement, p.Input.Policy, p.Input.Today);
        var judged = CheckEditJudging.Apply(
            AccuracyJudging.Apply(CeilingJudging.Apply(accepted, p), p.Input.Policy),
            p.Input.Policy,
            p.Input.Today
        );
        return judged with
        {
            Reason = VerdictTraits.Meaning(judged.Verdict, judged.Reason) + HowTimed(judged),
            Cause = judged.Verdict == CaseVerdict.Inconclusive ? judged.Cause : null,
        };
    }

    /// <summary>Whether a changed case of both sides must be tried.</summary>
    public static bool IsAccused(Comparisons p, string name)
    {
        // Times of other work accuse nobody. Where only the baseline is behind the base, the base's kernels do the same
        // work.
        if (!DeclaredChanges.WorkOfBaseline(p, name).IsEmpty)
            return !DeclaredChanges.IsTheBranchs(p, name);
        if (p.Incomparable || p.AgainstBaseline is { Drift.Void: true })
            return true;
        if (p.ReferenceIsShort(name) || p.CacheDifference(name) is not null)
            return true;
        return p.AgainstBaseline?.Findings.GetValueOrDefault(name) is { } finding
            && (finding.LooksSlower
                || finding is { Finding: Finding.Undecided } && p.Input.AtEndOfBudgetOr(finding)
                    && (finding.Evidence.LooksSlowerThanStated || finding.Evidence.ReferenceHasFarRuns));
    }

    // Every report shows the reason, so that no time of a command reads like one that was taken under control.
    private static string HowTimed(CaseJudgement judged) =>
        judged.Observed is { } observed && judged.Verdict != CaseVerdict.Skipped ? $" ({observed.Said})" : "";

    // What can be said without comparing times.
    private static CaseJudgement? ByStatus(Comparisons p, string name)
    {
        var now = p.Candidate.GetValueOrDefault(name);
        var tried = p.Tried.GetValueOrDefault(name);
        var old = p.Reference.GetValueOrDefault(name);
        if (now is null && tried is null)
        {
            return old is { Status: CaseStatus.Skipped }
                ? Plain(
                    name,
                    CaseVerdict.Skipped,
                    "neither side measured it: the reference skipped it, and the candidate no longer has it"
                )
                : Plain(
                    name,
                    CaseVerdict.Missing,
                    old is not null
                        ? "the reference has it and the candidate does not; if it was removed on purpose, refresh the "
                            + "baseline"
                        : "the base commit declares it and the candidate does not; if it was removed on purpose, merge "
                            + "anyway; once the base no longer has it, it is not expected"
                );
        }

        foreach (var side in new[] { now, tried, p.MeasuredAgain(name) })
        {
            if (side is { Status: CaseStatus.Incorrect or CaseStatus.Failed })
                return Plain(
                    name,
                    CaseVerdict.Incorrect,
                    side.Reason ?? "its outputs are wrong or it could not be run"
                );
            if (side is { Status: CaseStatus.NotRun })
                return Plain(name, CaseVerdict.NotRun, side.Reason ?? "no run of it was taken; repeat the measurement");
        }

        if (now is { Status: CaseStatus.Skipped })
        {
            // The device can run this case: the reference did, or the base declares it. The branch's manifest must have
            // raised its requirements.
            var wasMeasured = old is { Runs.IsEmpty: false } && !p.Incomparable;
            return now.FilteredOut || !(wasMeasured || p.AtBase(name) is not null)
                ? Plain(name, CaseVerdict.Skipped, now.Reason ?? "left out")
                : Plain(
                    name,
                    CaseVerdict.Missing,
                    $"the reference measured this case here, but the branch now skips it: {now.Reason}; if that is "
                        + $"intended, {(old is null ? "merge anyway" : "refresh the baseline")}"
                );
        }

        if (p.Unchanged(name))
            return Plain(name, CaseVerdict.Unchanged, SameAs(p, name));
        var unsteady = new[] { now, tried }.FirstOrDefault(c =>
            c is { Status: CaseStatus.Unstable } or { Status: CaseStatus.Measured, Runs.IsEmpty: true }
        );
        if (unsteady is not null)
            return Plain(name, CaseVerdict.Unstable, unsteady.Reason ?? "no stable run of it could be taken");
        if (old is null && CaseSides.Interleaved(tried) is null)
            return Plain(
                name,
                CaseVerdict.New,
                NothingComparedReasons.NoReference(p) ?? "the reference does not have it"
            );
        if (ChangedWork.Judge(p, name) is { } changed)
            return changed;
        if (now is { Status: CaseStatus.NotTimed })
            return Inconclusive(
                name,
                InconclusiveCause.NotTimed,
                now.Reason ?? "it was not timed, and its machine code is not the reference's"
            );
        if (old is { Runs.IsEmpty: true } && tried is null)
            return Plain(
                name,
                CaseVerdict.New,
                $"the reference has no times of it: {old.Reason ?? "it was not measured there"}"
            );
        return null;
    }

    private static string SameAs(Comparisons p, string name) =>
        p.Renamed.GetValueOrDefault(name) is { } before
            ? $"renamed from {before}: the machine code is byte-identical, and nothing but the name differs"
        : p.SameAsBaseOnly(name)
            ? "the machine code is byte-identical to the base commit's when both are compiled alike; it differs from "
                + "the baseline's, because that was compiled with another compiler or other flags"
        : "the machine code is byte-identical to the reference's";

    private static CaseJudgement ByTimes(Comparisons p, string name)
    {
        var deciding = p.DecidingStage(name);
        var accusation = p.AgainstBaseline?.EvidenceOn(name);
        if (deciding is not null && deciding == p.Interleaved)
            return Reasons.Tried(p, deciding.Findings[name]) with { Accusation = accusation };
        if (deciding is not null && deciding == p.Remeasured)
            return Reasons.MeasuredAgain(p, deciding.Findings[name]) with { Accusation = accusation };
        if (p.Tried.ContainsKey(name))
            return Inconclusive(
                name,
                InconclusiveCause.ThinTrial,
                "the trial against the base commit has too few runs with both sides"
            );
        if (p.Incomparable)
        {
            var fields = string.Join(", ", p.Differences.Where(d => d.Incomparable)
                .Select(d => $"{d.Field} ({d.Reference ?? "none"} then, {d.Candidate ?? "none"} now)"));
            return NotCompared(name, "the baseline was", fields);
        }

        if (p.CacheDifference(name) is { } cache)
            return NotCompared(name, "its reference was", cache);
        return deciding is null
            ? Inconclusive(name, InconclusiveCause.TooFewOnASide, "a side has fewer than two valid runs")
            : Reasons.FirstOnly(p, deciding.Findings[name]);
    }

    private static CaseJudgement Described(CaseJudgement judgement, Comparisons p, string name)
    {
        var tried = p.Tried.GetValueOrDefault(name);
        var now = p.Candidate.GetValueOrDefault(name) ?? tried;
        var old = p.Reference.GetValueOrDefault(p.Renamed.GetValueOrDefault(name, name));
        return judgement with
        {
            RenamedFrom = p.Renamed.GetValueOrDefault(name),
            Source = now?.Source ?? old?.Source,
            Observed = now?.Observed ?? old?.Observed,
            Kernels = now?.Kernels ?? [],
            ReferenceKernels = tried is { ReferenceKernels.IsEmpty: false }
                ? tried.ReferenceKernels
                : old?.Kernels ?? [],
            CandidateNs = judgement.CandidateNs ?? Location(now),
            Runs = judgement.Runs is [0, 0] ? [0, now?.Runs.Length ?? 0] : judgement.Runs,
            Edits = DeclaredChanges.Edits(p, name),
            Accuracy = AccuracyJudging.Of(p, name),
            Flops = now?.Flops,
            Bytes = now?.Bytes,
        };
    }

    // What is shown of a case that was timed and compared with nothing.
    private static double? Location(MeasuredCase? measured) =>
        measured is { Runs.IsEmpty: false } ? RunLocation.Centre(RunLocation.RunMeans(measured)) : null;

    private static CaseJudgement NotCompared(string name, string what, string differences) =>
        Inconclusive(
            name,
            InconclusiveCause.NotComparable,
            $"not compared: {what} measured under other conditions: {differences}; refresh the baseline, or compare "
                + $"with the base commit (PerfGateReference=base)"
        );

    private static CaseJudgement Inconclusive(string name, InconclusiveCause cause, string reason) =>
        Plain(name, CaseVerdict.Inconclusive, reason) with { Cause = cause };

    private static CaseJudgement Plain(string name, CaseVerdict verdict, string reason) =>
        new() { Name = name, Verdict = verdict, Reason = reason };

    private static bool AtEndOfBudgetOr(this JudgementInput input, CaseFinding finding) =>
        input.AtEndOfBudget || finding.Evidence.CandidateRuns >= input.Policy.Runs.Maximum;
}
