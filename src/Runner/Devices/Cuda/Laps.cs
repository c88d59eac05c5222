using System.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Takes the time of one step after the other.</summary>
internal sealed class Laps
{
    private readonly List<Phase> _phases = [];
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>The steps so far, in order.</summary>
    public IReadOnlyList<Phase> Phases => _phases;

    /// <summary>Ends a step.</summary>
    /// <param name="name">Its name.</param>
    public void Add(string name)
    {
        var now = Stopwatch.GetTimestamp();
        _phases.Add(new(name, Stopwatch.GetElapsedTime(_last, now).TotalSeconds));
        _last = now;
    }
}
