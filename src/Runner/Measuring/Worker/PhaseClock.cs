using System.Collections.Immutable;
using System.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Adds up the wall time of a worker's phases. A phase started inside another stops the outer one's clock.
/// </summary>
internal sealed class PhaseClock
{
    private readonly Dictionary<string, double> _seconds = [];
    private readonly Stack<string> _open = [];
    private readonly List<string> _order = [];
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Seconds that a phase took so far; 0 if it was never begun.</summary>
    public double this[string phase] => _seconds.GetValueOrDefault(phase);

    /// <summary>The phases, in the order in which they were first started.</summary>
    public ImmutableArray<Phase> Phases => [.. _order.Select(p => new Phase(p, Math.Round(_seconds[p], 4)))];

    /// <summary>Adds time that was measured elsewhere.</summary>
    public void Add(string phase, double elapsedSeconds)
    {
        if (_seconds.TryAdd(phase, 0))
            _order.Add(phase);
        _seconds[phase] += elapsedSeconds;
    }

    /// <summary>Begins a phase, which ends when the result is disposed.</summary>
    public IDisposable Begin(string phase)
    {
        Lap();
        _open.Push(phase);
        return new End(this);
    }

    private void Lap()
    {
        var now = Stopwatch.GetTimestamp();
        if (_open.TryPeek(out var current))
            Add(current, Stopwatch.GetElapsedTime(_since, now).TotalSeconds);
        _since = now;
    }

    private sealed class End(PhaseClock clock) : IDisposable
    {
        public void Dispose()
        {
            clock.Lap();
            clock._open.Pop();
        }
    }
}
