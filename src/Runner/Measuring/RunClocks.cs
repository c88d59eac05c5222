using System.Collections.Frozen;
using System.Globalization;
using PerfGate.Core.Statistics;

namespace PerfGate.Runner.Measuring;

/// <summary>Remembers by the compute canary how fast the device's clock was in each run.</summary>
/// <remarks>Its time is a fixed number of cycles from registers. What the device itself says of its clock is no help: NVML said 1980 MHz before and after a step.</remarks>
internal sealed class RunClocks
{
    /// <summary>The case whose time is nothing but the clock: the gate brings it along, in <c>src/Tasks/build/canaries</c>.</summary>
    public const string Canary = "canary_compute";

    private readonly SortedDictionary<int, double> locations = [];

    /// <summary>Notes a run that was kept.</summary>
    /// <param name="run">The run's index.</param>
    /// <param name="taken">A case of it; any but the canary is passed over.</param>
    public void Note(int run, CaseResult taken)
    {
        if (taken.Name == Canary)
            locations[run] = InterquartileMean.Of(taken.Samples.AsSpan());
    }

    /// <summary>The runs that were taken at another clock than most of them, with the reason not to keep them.</summary>
    public FrozenDictionary<int, string> Apart()
    {
        int[] runs = [.. locations.Keys];
        double[] times = [.. locations.Values];
        var apart = RunAgreement.Apart(times);
        if (apart.Length == 0)
            return FrozenDictionary<int, string>.Empty;
        var kept = times.Where((_, i) => !apart.Contains(i)).Average();
        return apart.ToFrozenDictionary(i => runs[i], i => Reason(times[i] / kept - 1));
    }

    /// <summary>Forgets runs that were thrown away.</summary>
    public void Forget(IEnumerable<int> runs)
    {
        foreach (var run in runs)
            locations.Remove(run);
    }

    private static string Reason(double difference) => string.Create(
        CultureInfo.InvariantCulture,
        $"the device's clock was another: {Canary} took {Math.Abs(difference) * 100:0.00} % {(difference > 0 ? "more" : "less")} than in the runs that are kept");
}
