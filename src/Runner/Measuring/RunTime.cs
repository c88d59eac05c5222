using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>What a run is likely to take, before the first one: as long as those of the baseline took.</summary>
internal static class RunTime
{
    /// <summary>Seconds of a run.</summary>
    /// <param name="baseline">The baseline; null if there is none.</param>
    /// <param name="cases">How many cases a run will have.</param>
    /// <returns>Null where nothing is known.</returns>
    public static double? Expected(Baseline? baseline, int cases)
    {
        if (baseline?.Newest is not { } newest)
            return null;
        var measured = newest.Cases.Where(c => c.Status == CaseStatus.Measured && c.Runs.Length > 0).ToList();
        // In its time is the preparation too, so this is a little too long.
        return measured.Count > 0
            ? newest.WallSeconds / measured.Max(c => c.Runs.Length) * cases / measured.Count
            : null;
    }
}
