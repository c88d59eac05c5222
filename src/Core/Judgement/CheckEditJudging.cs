using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>Says that a branch weakens its own check, or has an entry that accepts it.</summary>
internal static class CheckEditJudging
{
    /// <summary>
    /// Gives a case whose check the branch weakened, or whose work it changed, the verdict for that. Anything worse
    /// stays and is said beside it. With an entry that accepts the edits the case keeps its verdict, and says so.
    /// </summary>
    /// <param name="judgement">The judgement, with the edits of the case.</param>
    /// <param name="policy">The policy with the entries.</param>
    /// <param name="today">The day of judgement.</param>
    public static CaseJudgement Apply(CaseJudgement judgement, GatePolicy policy, DateOnly today)
    {
        var edits = judgement
            .Edits.Where(e => e.Weakens || e.ChangesWork && judgement.Verdict != CaseVerdict.Unchanged)
            .ToList();
        if (edits.Count == 0)
            return judgement;
        if (AcceptedCheckEdit.Covering(policy, judgement.Name, today) is { } entry)
        {
            var accepted = judgement with { AcceptedEdit = entry };
            return judgement.Verdict == CaseVerdict.ChangedWork
                ? accepted with { Verdict = CaseVerdict.Accepted, Reason = $"{judgement.Reason}; {entry.Said}" }
                : accepted with { Reason = $"{judgement.Reason}; its check was changed, {entry.Said}" };
        }

        var how = HowToAccept(judgement.Name, policy);
        var said = string.Join(
            "; ",
            edits.Where(e => judgement.Verdict != CaseVerdict.ChangedWork || !e.ChangesWork).Select(e => e.Text)
        );
        if (judgement.Verdict == CaseVerdict.ChangedWork)
            return judgement with
            {
                Reason = $"{judgement.Reason}{(said.Length == 0 ? "" : $"; also, {said}")}. {how}",
            };
        return VerdictTraits.GivesWay(judgement.Verdict, VerdictYields.ToWeakerCheck, PolicyAction.Fail)
            ? judgement with
            {
                Verdict = CaseVerdict.WeakerCheck,
                Reason = $"{said}. {how} Apart from that: {judgement.Reason}",
                Source = edits[0].At ?? judgement.Source,
            }
            : judgement with { Reason = $"{judgement.Reason}; also, the branch changes its check: {said}" };
    }

    // No entry covers the case, so that one which fits its name has lapsed.
    private static string HowToAccept(string name, GatePolicy policy)
    {
        var lapsed = policy.AcceptedCheckEdits.FirstOrDefault(a => NamePattern.Fits(a.Case, name));
        return (lapsed is null ? "" : $"It was accepted until {lapsed.Expires:yyyy-MM-dd}, which has passed. ")
            + $"Undo that, or, if it is intended, accept it in this branch: add {{ \"case\": \"{name}\", \"reason\": "
            + $"\"...\", \"expires\": \"YYYY-MM-DD\" }} to acceptedCheckEdits in perfgate.json.";
    }
}
