using System.Text.RegularExpressions;

namespace PerfGate.Runner.Git;

/// <summary>Orders tags as versions are meant: v1.10 after v1.9, v2.0 after v2.0-rc.1.</summary>
internal sealed partial class TagOrder : IComparer<string>
{
    /// <summary>The only one needed.</summary>
    public static readonly TagOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var byVersion = string.CompareOrdinal(Key(x), Key(y));
        return byVersion != 0 ? byVersion : string.CompareOrdinal(x, y);
    }

    // Numbers of equal width compare by value. A blank sorts a pre-release before the end of its version ('!'), which
    // sorts before the dot of a longer version.
    private static string Key(string? tag) =>
        Number().Replace(tag ?? "", number => number.Value.PadLeft(20, '0')).Replace('-', ' ') + "!";

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
