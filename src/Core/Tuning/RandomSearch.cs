using System.Collections.Immutable;

namespace PerfGate.Core.Tuning;

/// <summary>Tries variants at random, each once: what any other strategy must beat.</summary>
/// <param name="space">The variants.</param>
/// <param name="start">The variant that is tried first.</param>
/// <param name="seed">Seed of the draws.</param>
public sealed class RandomSearch(TuningSpace space, long start, ulong seed) : ITuningStrategy
{
    private readonly UntriedPoints _untried = new(space, seed);
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

        while (next.Count < most && _untried.Draw() is { } point)
            next.Add(point);
        return next.ToImmutable();
    }

    /// <inheritdoc/>
    public void Tell(long point, double? cost)
    {
        // What was found does not change what comes next.
    }
}
