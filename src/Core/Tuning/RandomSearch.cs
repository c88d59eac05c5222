using System.Collections.Immutable;

namespace PerfGate.Core.Tuning;

/// <summary>Tries variants at random, each once: what any other strategy must beat.</summary>
/// <param name="space">The variants.</param>
/// <param name="start">The variant that is tried first.</param>
/// <param name="seed">Seed of the draws.</param>
public sealed class RandomSearch(TuningSpace space, long start, ulong seed) : ITuningStrategy
{
    private readonly UntriedPoints _untried = new(space, seed);
    private readonly Queue<long> _ahead = new();
    private bool _begun;

    /// <inheritdoc/>
    public ImmutableArray<long> Propose(int most)
    {
        var next = ImmutableArray.CreateBuilder<long>();
        if (!_begun)
        {
            _untried.Remove(start);
            next.Add(start);
            _begun = true;
        }

        while (next.Count < most && Draw() is { } point)
            next.Add(point);
        return next.ToImmutable();
    }

    /// <inheritdoc/>
    public ImmutableArray<long> Ahead(int most)
    {
        _untried.Remove(start);
        while (_ahead.Count < most && _untried.Draw() is { } point)
            _ahead.Enqueue(point);
        return [.. _ahead.Take(most)];
    }

    /// <inheritdoc/>
    public void Tell(long point, double? cost)
    {
        // What was found does not change what comes next.
    }

    private long? Draw() => _ahead.TryDequeue(out var drawn) ? drawn : _untried.Draw();
}
