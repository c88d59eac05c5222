using System.Collections.Immutable;
using System.Globalization;

namespace PerfGate.Core.Measurements;

/// <summary>
/// A part of a measurement that several machines or jobs share out: <c>2/4</c> is the second of four.
/// </summary>
/// <param name="Index">Which, from 1.</param>
/// <param name="Count">Of how many.</param>
public sealed record Shard(int Index, int Count)
{
    /// <summary>The most shards of one measurement.</summary>
    public const int Most = 1_000;

    /// <summary>
    /// The names of all cases of the whole, ordered, canaries left out: shards of one measurement have the same.
    /// </summary>
    public ImmutableArray<string> Suite { get; init; } = [];

    /// <summary>Reads <c>2/4</c>; null if it is no shard.</summary>
    /// <param name="text">The text.</param>
    public static Shard? Parse(string text) =>
        text.Split('/') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, null, out var index)
        && int.TryParse(second, NumberStyles.None, null, out var count)
        && index >= 1
        && index <= count
        && count <= Most
            ? new(index, count)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
