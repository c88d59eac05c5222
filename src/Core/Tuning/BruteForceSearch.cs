using System.Collections.Immutable;

namespace PerfGate.Core.Tuning;

/// <summary>Tries every variant, in order.</summary>
/// <param name="space">The variants.</param>
public sealed class BruteForceSearch(TuningSpace space) : ITuningStrategy
{
    private readonly Queue<long> _left = new(space.Points());

    /// <inheritdoc/>
    public ImmutableArray<long> Propose(int most)
    {
        var next = ImmutableArray.CreateBuilder<long>();
        while (next.Count < most && _left.TryDequeue(out var point))
            next.Add(point);
        return next.ToImmutable();
    }

    /// <inheritdoc/>
    public ImmutableArray<long> Ahead(int most) => [.. _left.Take(most)];

    /// <inheritdoc/>
    public void Tell(long point, double? cost)
    {
        // What was found does not change what comes next.
    }
}
