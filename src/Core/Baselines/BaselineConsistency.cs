using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>What a schema cannot say: that a baseline agrees with itself.</summary>
internal static class BaselineConsistency
{
    /// <summary>The first contradiction, in one sentence; null where there is none.</summary>
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
                return $"measurements[{i}] was taken on {measurement.Environment.DeviceSlug}, not on {baseline.Device}.";
            if (i > 0 && measurement.StartedAt < baseline.Measurements[i - 1].StartedAt)
                return $"measurements[{i}] is older than the one before it.";
            if (CaseContradiction(measurement) is { } why)
                return $"measurements[{i}]: {why}";
        }

        return null;
    }

    private static string? CaseContradiction(Measurement measurement)
    {
        for (var i = 0; i < measurement.Cases.Length; i++)
        {
            var measured = measurement.Cases[i];
            if (i > 0 && string.CompareOrdinal(measurement.Cases[i - 1].Name, measured.Name) >= 0)
                return $"the case {measured.Name} is out of order or occurs twice.";
            if (measured.Status == CaseStatus.Measured && measured.Runs.IsEmpty)
                return $"the case {measured.Name} is measured and has no runs.";
            if (measured.Runs.FirstOrDefault(r => r.Samples.Any(s => !(s > 0 && double.IsFinite(s)))) is { } bad)
                return $"run {bad.Run} of the case {measured.Name} holds a sample that is no positive time.";
        }

        return null;
    }
}
