using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>What a schema cannot say: that a baseline agrees with itself.</summary>
internal static class BaselineConsistency
{
    private const int FewestSamples = 10;
    private const int FewestValues = 4;

    /// <summary>The first contradiction, in one sentence; null if there is none.</summary>
    /// <param name="baseline">A baseline that fits its schema.</param>
    /// <param name="expectedDevice">The device that the file's name says.</param>
    public static string? Contradiction(Baseline baseline, string expectedDevice)
    {
        if (baseline.Device != expectedDevice)
            return $"the file is named after {expectedDevice} and holds the baseline of {baseline.Device}.";
        for (var i = 0; i < baseline.Measurements.Length; i++)
        {
            var measurement = baseline.Measurements[i];
            if (measurement.Environment.DeviceSlug != baseline.Device)
                return $"measurements[{i}] was taken on {measurement.Environment.DeviceSlug}, not on "
                    + $"{baseline.Device}.";
            if (i > 0 && measurement.StartedAt < baseline.Measurements[i - 1].StartedAt)
                return $"measurements[{i}] is older than the one before it.";
            if (CaseContradiction(measurement) is { } why)
                return $"measurements[{i}]: {why}";
        }

        return null;
    }

    /// <summary>The first contradiction, in one sentence; null if there is none.</summary>
    /// <param name="shared">The baselines of several projects, which fit their schema.</param>
    /// <param name="expectedDevice">The device that the file's name says.</param>
    public static string? Contradiction(SharedBaseline shared, string expectedDevice) =>
        shared.Device != expectedDevice
            ? $"the file is named after {expectedDevice} and holds the baselines of {shared.Device}."
            : shared.Projects.Select(p => (p.Key, Why: Contradiction(p.Value, expectedDevice)))
                .Where(p => p.Why is not null)
                .Select(p => $"{p.Key}: {p.Why}")
                .FirstOrDefault();

    // Each run is a process of its own: one that is there twice would count as two.
    private static (int First, int Second)? Repeated(ImmutableArray<CaseRun> runs)
    {
        for (var second = 1; second < runs.Length; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (runs[first].Run == runs[second].Run || (TellsProcessesApart(runs[first])
                    && runs[first].Samples.AsSpan().SequenceEqual(runs[second].Samples.AsSpan())))
                {
                    return (runs[first].Run, runs[second].Run);
                }
            }
        }

        return null;
    }

    // A clock with a coarse step may well give two processes the same few values.
    private static bool TellsProcessesApart(CaseRun run) =>
        run.Samples.Length >= FewestSamples && run.Samples.Distinct().Take(FewestValues).Count() == FewestValues;

    private static string? CaseContradiction(Measurement measurement)
    {
        for (var i = 0; i < measurement.Cases.Length; i++)
        {
            var measured = measurement.Cases[i];
            if (i > 0 && string.CompareOrdinal(measurement.Cases[i - 1].Name, measured.Name) >= 0)
                return $"the case {measured.Name} is out of order or occurs twice.";
            if (measured.Status == CaseStatus.Measured && measured.Runs.IsEmpty)
                return $"the case {measured.Name} is measured and has no runs.";
            if (Repeated(measured.Runs) is { } again)
                return $"run {again.Second} of the case {measured.Name} is run {again.First} once more; each run is a "
                    + $"process of its own.";
            if (measured.Runs.FirstOrDefault(r => r.Samples.Any(s => !(s > 0 && double.IsFinite(s)))) is { } bad)
                return $"run {bad.Run} of the case {measured.Name} holds a sample that is not a positive time.";
        }

        return null;
    }
}
