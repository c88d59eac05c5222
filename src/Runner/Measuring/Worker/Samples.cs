using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Samples of one case as they gather.</summary>
internal sealed class Samples
{
    private readonly List<double> nanoseconds = [];
    private List<double>[]? launches;

    /// <summary>How many there are.</summary>
    public int Count => nanoseconds.Count;

    /// <summary>The samples, in time order.</summary>
    public ReadOnlySpan<double> Nanoseconds => CollectionsMarshal.AsSpan(nanoseconds);

    /// <summary>Time that the samples add up to, seconds.</summary>
    public double Seconds => nanoseconds.Sum() * 1e-9;

    /// <summary>Appends a batch.</summary>
    public void Add(SampleBatch batch)
    {
        nanoseconds.AddRange(batch.Nanoseconds);
        if (batch.LaunchNanoseconds is not { } each)
            return;
        launches ??= [.. each.Select(_ => new List<double>())];
        for (var i = 0; i < each.Length; i++)
            launches[i].AddRange(each[i]);
    }

    /// <summary>
    /// Interquartile mean of each launch's own time, nanoseconds; null where the device does not say.
    /// </summary>
    public ImmutableArray<double>? LaunchTimes() =>
        launches is null ? null : [.. launches.Select(l => InterquartileMean.Of(CollectionsMarshal.AsSpan(l)))];
}
