using System.Globalization;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>How far a tuning has come, in words.</summary>
internal static class TuneStanding
{
    /// <summary>The lines; values of many parameters fill one of their own.</summary>
    /// <param name="space">The variants.</param>
    /// <param name="tried">Those that were tried.</param>
    public static IEnumerable<string> Lines(TuningSpace space, IReadOnlyCollection<TriedVariant> tried)
    {
        var failed = tried.Count(t => t.Outcome != TuneOutcome.Timed);
        var best = tried.Where(t => t.Mean is not null).MinBy(t => t.Mean);
        if (best is not { Mean: < 0 and var mean })
        {
            yield return $"{tried.Count} tried, {failed} failed; none faster than the values in use";
            yield break;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{tried.Count} tried, {failed} failed; the best so far is {Math.Exp(-mean):0.000} times as fast:"
        );
        yield return $"  {space.Describe(best.Point)}";
    }
}
