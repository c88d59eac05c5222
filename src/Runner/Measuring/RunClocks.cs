using System.Collections.Frozen;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Measuring;

/// <summary>Finds, by the compute canary, the runs in which the device's clock was different.</summary>
/// <remarks>
/// Its time is a fixed number of cycles from registers. What the device itself says of its clock is no help: NVML said
/// 1980 MHz before and after a step.
/// </remarks>
internal static class RunClocks
{
    /// <summary>
    /// The case whose time is nothing but the clock: the gate brings it along, in <c>src/Tasks/build/canaries</c>.
    /// </summary>
    public const string Canary = "canary_compute";

    /// <summary>
    /// The runs that were taken at another clock than most of them, with the reason not to keep them.
    /// </summary>
    /// <param name="canary">What was gathered of the canary.</param>
    public static FrozenDictionary<int, string> Apart(CaseTally canary)
    {
        (int Run, double Location)[] runs = [.. canary.Locations];
        double[] times = [.. runs.Select(r => r.Location)];
        var apart = RunAgreement.Apart(times);
        if (apart.Length == 0)
            return FrozenDictionary<int, string>.Empty;
        var kept = times.Where((_, i) => !apart.Contains(i)).Average();
        return apart.ToFrozenDictionary(i => runs[i].Run, i => Reason(times[i] / kept - 1));
    }

    private static string Reason(double difference) =>
        $"the device's clock was different: {Canary} took {Numbers.Percent(Math.Abs(difference))} "
        + $"{(difference > 0 ? "more" : "less")} than in the runs that are kept";
}
