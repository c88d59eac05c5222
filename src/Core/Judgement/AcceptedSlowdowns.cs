using System.Globalization;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>Applies the slow-downs that a person took on purpose.</summary>
internal static class AcceptedSlowdowns
{
    /// <summary>
    /// Turns a regression within an entry that still counts into an accepted case; else says why the entry is void.
    /// </summary>
    /// <param name="judgement">What the times say.</param>
    /// <param name="policy">The policy with the entries.</param>
    /// <param name="today">The day of judgement.</param>
    public static CaseJudgement Apply(CaseJudgement judgement, GatePolicy policy, DateOnly today)
    {
        if (judgement is not { Verdict: CaseVerdict.Regression or CaseVerdict.Inconclusive, Ratio: { } ratio })
            return judgement;
        var fitting = policy.Accepted.Where(a => NamePattern.Fits(a.Case, judgement.Name)).ToArray();
        if (fitting.FirstOrDefault(a => today <= a.Expires && Covers(a, judgement, ratio)) is { } entry)
        {
            return judgement with
            {
                Verdict = CaseVerdict.Accepted,
                Accepted = entry,
                Reason =
                    $"{judgement.Reason}; accepted up to {Numbers.ChangeSize(entry.MaximumRatio)} until "
                        + $"{Day(entry.Expires)}: {entry.Reason}",
            };
        }

        if (judgement.Verdict != CaseVerdict.Regression || fitting.Length == 0)
            return judgement;
        var nearest = fitting.FirstOrDefault(a => today <= a.Expires) ?? fitting[0];
        return judgement with
        {
            Reason = judgement.Reason + (today > nearest.Expires
                ? $"; it was accepted until {Day(nearest.Expires)}, which has passed"
                : $"; more than the {Numbers.ChangeSize(nearest.MaximumRatio)} that were accepted"),
        };
    }

    // An undecided case counts as accepted only where the whole interval lies below the ceiling.
    private static bool Covers(AcceptedSlowdown entry, CaseJudgement judgement, double ratio) =>
        judgement.Verdict == CaseVerdict.Regression
            ? ratio <= entry.MaximumRatio
            : judgement.RatioInterval is [_, var high] && high <= entry.MaximumRatio;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
