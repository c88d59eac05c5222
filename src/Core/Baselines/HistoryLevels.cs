using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Baselines;

/// <summary>Where the level of a case's history changes.</summary>
public static class HistoryLevels
{
    /// <summary>The measurements at which another level begins.</summary>
    /// <param name="runs">Of each measurement, oldest first, the locations of its runs in nanoseconds.</param>
    /// <returns>
    /// Indexes of measurements, ascending; never 0, and empty where there are too few runs to tell
    /// (<see cref="ChangePoints.FewestRuns"/>).
    /// </returns>
    /// <remarks>
    /// Found run by run, told measurement by measurement: a handful of measurements gives a detector nothing to search,
    /// their runs do. It may miss the border by a run or two, so the nearest counts.
    /// </remarks>
    public static ImmutableArray<int> BeginAt(IReadOnlyList<ImmutableArray<double>> runs)
    {
        var begins = new int[runs.Count];
        for (var i = 1; i < begins.Length; i++)
            begins[i] = begins[i - 1] + runs[i - 1].Length;
        return
        [
            .. ChangePoints.Of([.. runs.SelectMany(r => r)])
                .Select(run => Enumerable.Range(0, begins.Length).MinBy(i => Math.Abs(begins[i] - run)))
                .Where(i => i > 0)
                .Distinct(),
        ];
    }
}
