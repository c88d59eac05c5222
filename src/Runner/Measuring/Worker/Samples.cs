using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Samples of one case as they gather.</summary>
internal sealed class Samples
{
    private readonly List<double> _nanoseconds = [];
    private List<double>[]? _launches;

    /// <summary>How many there are.</summary>
    public int Count => _nanoseconds.Count;

    /// <summary>The samples, in time order.</summary>
    public ReadOnlySpan<double> Nanoseconds => CollectionsMarshal.AsSpan(_nanoseconds);

    /// <summary>Time that the samples add up to, seconds.</summary>
    public double Seconds => _nanoseconds.Sum() * 1e-9;

    /// <summary>Appends a batch.</summary>
    public void Add(SampleBatch batch)
    {
        _nanoseconds.AddRange(batch.Nanoseconds);
        if (batch.LaunchNanoseconds is not { } each)
            return;
        _launches ??= [.. each.Select(_ => new List<double>())];
        for (var i = 0; i < each.Length; i++)
            _launches[i].AddRange(each[i]);
    }

    /// <summary>
    /// Interquartile mean of each launch's own time, nanoseconds; null if the device does not say.
    /// </summary>
    public ImmutableArray<double>? LaunchTimes() =>
        _launches is null ? null : [.. _launches.Select(l => InterquartileMean.Of(CollectionsMarshal.AsSpan(l)))];
}
