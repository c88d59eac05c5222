using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tuning;

/// <summary>
/// Greedy search with restarts. It tries all values of one parameter after another, the others held, and goes on from
/// the best. Where no parameter gives anything more, it begins again at a variant drawn at random.
/// </summary>
/// <param name="space">The variants.</param>
/// <param name="start">The variant that it begins at.</param>
/// <param name="seed">Seed of the restarts and of the order of the parameters.</param>
public sealed class LocalSearch(TuningSpace space, long start, ulong seed) : ITuningStrategy
{
    private readonly Dictionary<long, double> _costs = [];
    private readonly UntriedPoints _untried = new(space, seed);
    private CounterRandom _random = new(seed ^ 0x5851F42D4C957F2DUL);
    private long? _current;
    private long? _next = start;
    private int[] _order = [];
    private int _at;
    private int _inVain;

    /// <inheritdoc/>
    public ImmutableArray<long> Propose(int most)
    {
        while (true)
        {
            if (_current is null)
            {
                if ((_next ??= _untried.Draw()) is not { } first)
                    return [];
                if (!_costs.TryGetValue(first, out var cost))
                    return [first];
                _next = null;
                if (double.IsInfinity(cost))
                    continue;
                Begin(first);
            }

            var line = Allowed(_current!.Value, _order[_at]).ToList();
            var untold = line.Where(p => !_costs.ContainsKey(p)).Take(most).ToImmutableArray();
            if (!untold.IsEmpty)
                return untold;
            Advance(line.MinBy(p => _costs[p]));
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<long> Ahead(int most)
    {
        // The best of the line that is being tried is where the next parameter's line goes through.
        IEnumerable<long> next =
            _current is { } current
                ? Allowed(current, _order[_at])
                    .OrderBy(p => _costs.GetValueOrDefault(p))
                    .SelectMany(p => Allowed(p, _order[(_at + 1) % _order.Length]))
            : _next is { } first ? Enumerable.Range(0, space.Parameters.Length).SelectMany(i => Allowed(first, i))
            : [];
        return [.. next.Where(p => !_costs.ContainsKey(p)).Distinct().Take(most)];
    }

    /// <inheritdoc/>
    public void Tell(long point, double? cost)
    {
        _costs[point] = cost ?? double.PositiveInfinity;
        _untried.Remove(point);
    }

    private IEnumerable<long> Allowed(long point, int parameter) => space.Line(point, parameter).Where(space.Allows);

    private void Begin(long first)
    {
        _current = first;
        _order = [.. Enumerable.Range(0, space.Parameters.Length)];
        for (var i = _order.Length - 1; i > 0; i--)
        {
            var other = _random.NextIndex(i + 1);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }

        (_at, _inVain) = (0, 0);
    }

    private void Advance(long best)
    {
        var better = _costs[best] < _costs[_current!.Value];
        // The line that was just searched has nothing better than its own best.
        _inVain = better ? 1 : _inVain + 1;
        if (better)
            _current = best;
        _at = (_at + 1) % _order.Length;
        if (_inVain >= _order.Length)
            _current = null;
    }
}
