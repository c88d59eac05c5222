using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tuning;

/// <summary>Draws variants at random, each once. From a space too large to list it draws until one is new.</summary>
internal sealed class UntriedPoints
{
    // A space that has this many draws in a row without a new variant has none left, or hardly any.
    private const int MostMisses = 20_000;

    private readonly TuningSpace _space;
    private readonly HashSet<long> _taken = [];
    private readonly List<long>? _listed;
    private CounterRandom _random;

    public UntriedPoints(TuningSpace space, ulong seed)
    {
        (_space, _random) = (space, new(seed));
        _listed = space.IsListable ? [.. space.Points()] : null;
    }

    /// <summary>Takes a variant out of what can be drawn.</summary>
    public void Remove(long point) => _taken.Add(point);

    /// <summary>A variant that was neither drawn nor removed before; null if there is none.</summary>
    public long? Draw()
    {
        var drawn = _listed is null ? DrawUnlisted() : DrawListed(_listed);
        if (drawn is { } point)
            _taken.Add(point);
        return drawn;
    }

    private long? DrawListed(List<long> left)
    {
        while (left.Count > 0)
        {
            var i = _random.NextIndex(left.Count);
            var point = left[i];
            left[i] = left[^1];
            left.RemoveAt(left.Count - 1);
            if (!_taken.Contains(point))
                return point;
        }

        return null;
    }

    private long? DrawUnlisted()
    {
        for (var missed = 0; missed < MostMisses; missed++)
        {
            var point = (long)(_random.NextDouble() * _space.Size);
            if (!_taken.Contains(point) && _space.Allows(point))
                return point;
        }

        return null;
    }
}
