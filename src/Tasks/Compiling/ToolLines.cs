namespace PerfGate.Tasks.Compiling;

/// <summary>
/// The lines that a tool printed, bounded: the first and the last of very many, and the beginning of a very long one.
/// </summary>
internal sealed class ToolLines
{
    private const int LongestLine = 1 << 20;
    private const int MostFirst = 20_000;
    private const long MostCharacters = 16_000_000;
    private const int MostLast = 200;

    private readonly List<string> _first = [];
    private readonly Queue<string> _last = new();
    private long _characters;

    /// <summary>The lines that were kept, in order.</summary>
    public IReadOnlyList<string> All => [.. _first, .. _last];

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line.</param>
    public void Add(string line)
    {
        var kept = line.Length <= LongestLine ? line : line[..LongestLine];
        if (_first.Count < MostFirst && _characters + kept.Length <= MostCharacters)
        {
            _first.Add(kept);
            _characters += kept.Length;
            return;
        }

        // Once full it stays full, so that the order is kept.
        _characters = MostCharacters;
        _last.Enqueue(kept.Length <= MostCharacters / MostLast ? kept : kept[..(int)(MostCharacters / MostLast)]);
        if (_last.Count > MostLast)
            _last.Dequeue();
    }
}
