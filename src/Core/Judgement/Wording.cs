using System.Globalization;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>What sentences say of the evidence on a case.</summary>
internal static class Wording
{
    /// <summary>
    /// That the tolerance in force is not the stated one, and why, to be appended to a reason; empty where it is.
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
