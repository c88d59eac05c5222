using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>Runs that lie far from the others of their side, in words.</summary>
/// <param name="OfReference">Whether they are the reference's.</param>
/// <param name="Words">Such as <c>run 8 of the reference took 10.2 ms; the others 5.5 to 6.0 ms</c>.</param>
internal sealed record FarRunNote(bool OfReference, string Words)
{
    /// <summary>
    /// Looks at both sides of a case; of an interleaved one at the differences within its runs, because its sides share
    /// each run's luck.
    /// </summary>
    /// <param name="sides">The case.</param>
    /// <param name="reference">Log locations of the reference's runs, nanoseconds.</param>
    /// <param name="candidate">Log locations of the candidate's runs, nanoseconds.</param>
    /// <param name="tolerance">
    /// The stated tolerance, as a fraction: a run nearer than that to the others is not far.
    /// </param>
    public static ImmutableArray<FarRunNote> Of(
        CaseSides sides,
        double[] reference,
        double[] candidate,
        double tolerance
    )
    {
        var least = Math.Log(1 + tolerance);
        return sides.Runs.Paired
            ? [.. Pairs(sides, ComparedRuns.Differences(reference, candidate), least)]
            :
            [
                .. Side("the reference", true, sides.ReferenceRun, reference, least),
                .. Side("the candidate", false, sides.CandidateRun, candidate, least),
            ];
    }

    private static IEnumerable<FarRunNote> Side(
        string side,
        bool ofReference,
        Func<int, int> number,
        double[] logs,
        double least
    )
    {
        var far = FarRuns.Of(logs, least);
        if (far.Length == 0)
            yield break;
        var others = Others(logs, far);
        // One unit for all of them, so that the eye compares.
        var (unit, sign) = Numbers.TimeUnit(Math.Exp(others.Max()));
        string Time(double log) => Numbers.Number(Math.Exp(log) / unit);
        yield return new(
            ofReference,
            $"{Runs(far.Select(number))} of {side} took {List(far.Select(i => Time(logs[i])))} {sign}; "
                + $"the others {Time(others.Min())} to {Time(others.Max())} {sign}");
    }

    private static IEnumerable<FarRunNote> Pairs(CaseSides sides, double[] differences, double least)
    {
        var far = FarRuns.Of(differences, least);
        if (far.Length == 0)
            yield break;
        var others = Others(differences, far);
        yield return new(
            OfReference: false,
            $"in {Runs(far.Select(sides.CandidateRun))} the candidate was "
                + $"{List(far.Select(i => Numbers.Change(Math.Exp(differences[i]))))}; "
                + $"in the others {Numbers.Interval((Math.Exp(others.Min()), Math.Exp(others.Max())))} slower");
    }

    private static double[] Others(double[] values, int[] far) => [.. values.Where((_, i) => !far.Contains(i))];

    private static string Runs(IEnumerable<int> numbers)
    {
        string[] names = [.. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))];
        return $"{(names.Length == 1 ? "run" : "runs")} {List(names)}";
    }

    private static string List(IEnumerable<string> parts)
    {
        string[] all = [.. parts];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
