using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>
/// Impossible is not improved: says that a case is faster than the measured ceilings of the device allow.
/// </summary>
internal static class CeilingJudging
{
    /// <summary>
    /// Gives an impossibly fast case the verdict for that, in the place of a pass, an improvement or a new case, and,
    /// where the policy fails it, of whatever else would not fail. Beside anything worse it is a note; an unchanged
    /// case gets a warning (<see cref="Impossible"/>).
    /// </summary>
    /// <param name="judgement">The judgement, with the candidate's time.</param>
    /// <param name="p">The comparisons.</param>
    public static CaseJudgement Apply(CaseJudgement judgement, Comparisons p)
    {
        if (judgement.Verdict == CaseVerdict.Unchanged || Impossible(judgement, p) is not { } said)
            return judgement;
        return VerdictTraits.GivesWay(judgement.Verdict, VerdictYields.ToInvalid, p.Input.Policy.Ceiling)
            ? judgement with
            {
                Verdict = CaseVerdict.Invalid,
                Reason =
                    $"{said}. Check the work count in the manifest, and whether the kernel does its work. Its times "
                        + $"say: {judgement.Reason}",
            }
            : judgement with
            {
                Reason = $"{judgement.Reason}; also, {said}",
            };
    }

    /// <summary>Why a case's time is impossible; null where it is possible or nobody can tell.</summary>
    /// <param name="judgement">The judgement, with the candidate's time.</param>
    /// <param name="p">The comparisons.</param>
    public static string? Impossible(CaseJudgement judgement, Comparisons p)
    {
        if (judgement.CandidateNs is not { } time || Measured(judgement.Name, p) is not ({ } measured, { } measurement))
            return null;
        return DeviceBound.Of(measured, measurement) is { } bound && bound.Forbids(time)
            ? $"faster than possible: it took {Numbers.Time(time)}{Rate(measured, time)}, and {bound.Words} takes at "
                + $"least {Numbers.Time(bound.Nanoseconds)}"
            : null;
    }

    // The ceilings of the same session, so that they are of the same clocks.
    private static (MeasuredCase? Case, Measurement? Measurement) Measured(string name, Comparisons p)
    {
        var ceilings = p.Input.Candidate.Ceilings ?? p.Input.Trial?.Ceilings;
        var (measured, measurement) = p.Tried.GetValueOrDefault(name) is { Runs.IsEmpty: false } tried
            ? (tried, p.Input.Trial ?? p.Input.Candidate)
            : (p.Candidate.GetValueOrDefault(name), p.Input.Candidate);
        return (measured, measurement with { Ceilings = measurement.Ceilings ?? ceilings });
    }

    private static string Rate(MeasuredCase measured, double time) => measured.Bytes is > 0 and var bytes
        ? $" ({Numbers.Prefixed(bytes / time * 1e9)}B/s by its stated bytes)"
        : measured.Flops is > 0 and var flops ? $" ({Numbers.Prefixed(flops / time * 1e9)}FLOP/s by its stated work)"
        : "";
}
