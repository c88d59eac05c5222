using System.Globalization;

namespace PerfGate.Runner.Git;

/// <summary>Orders tags as versions are meant: v1.10 after v1.9.</summary>
internal sealed class TagOrder : IComparer<string>
{
    /// <summary>The only one needed.</summary>
    public static readonly TagOrder Instance = new();

    private static readonly StringComparer Numeric =
        StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var byNumber = Numeric.Compare(x, y);
        return byNumber != 0 ? byNumber : string.CompareOrdinal(x, y);
    }
}
