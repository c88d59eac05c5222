using System.Collections.Immutable;

namespace PerfGate.Core.Tuning;

/// <summary>Decides which variants are tried next. The same seed and the same costs give the same variants.</summary>
public interface ITuningStrategy
{
    /// <summary>The next variants to try, none of them a second time.</summary>
    /// <param name="most">How many at most, at least 1.</param>
    /// <returns>Empty where there is nothing left to try.</returns>
    ImmutableArray<long> Propose(int most);

    /// <summary>
    /// Variants that may be proposed next, whatever becomes of those that were proposed last. A hint: it changes
    /// nothing of what is proposed, and may be wrong.
    /// </summary>
    /// <param name="most">How many at most.</param>
    ImmutableArray<long> Ahead(int most);

    /// <summary>Gets the result of a proposed variant. It has those of all before it is asked for more.</summary>
    /// <param name="point">The variant's index.</param>
    /// <param name="cost">
    /// The natural logarithm of its time over that of a fixed variant; null if it failed or is wrong.
    /// </param>
    void Tell(long point, double? cost);
}

/// <summary>The strategies.</summary>
public enum TuningStrategy
{
    /// <summary>Greedy search from the variant in use, with restarts.</summary>
    Local,

    /// <summary>Variants at random, each once.</summary>
    Random,

    /// <summary>All variants, in order.</summary>
    BruteForce,
}

/// <summary>Makes strategies.</summary>
public static class TuningStrategies
{
    /// <summary>Makes a strategy.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="space">The variants. <see cref="TuningStrategy.BruteForce"/> needs one that can be listed.</param>
    /// <param name="start">The variant in use, which is tried first.</param>
    /// <param name="seed">Seed of what it draws.</param>
    public static ITuningStrategy Create(TuningStrategy kind, TuningSpace space, long start, ulong seed) =>
        kind switch
        {
            TuningStrategy.Local => new LocalSearch(space, start, seed),
            TuningStrategy.Random => new RandomSearch(space, start, seed),
            TuningStrategy.BruteForce => new BruteForceSearch(space),
        };
}
