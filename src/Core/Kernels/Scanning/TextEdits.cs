using System.Text;

namespace PerfGate.Core.Kernels.Scanning;

/// <summary>
/// Replacements in a text. The text keeps its number of lines, so that every other line keeps its own.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class TextEdits(string text)
{
    private readonly List<(int Start, int End, string With)> _edits = [];

    /// <summary>Whether nothing is replaced.</summary>
    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Replaces a part. Of parts that overlap, the one that begins first counts.</summary>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="with">What takes its place; line breaks that it lacks are put behind it.</param>
    /// <param name="inDirective">Whether a line break must be spliced, because the part is of a directive.</param>
    public void Replace(int start, int end, string with, bool inDirective = false)
    {
        var lacking = LineBreaks(text.AsSpan(start, end - start)) - LineBreaks(with);
        var breaks = string.Concat(Enumerable.Repeat(inDirective ? "\\\n" : "\n", Math.Max(0, lacking)));
        _edits.Add((start, end, with + breaks));
    }

    /// <summary>The text with everything replaced.</summary>
    public string Apply()
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end, with) in _edits.OrderBy(e => e.Start).ThenByDescending(e => e.End))
        {
            if (start < at)
                continue;
            result.Append(text, at, start - at).Append(with);
            at = end;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static int LineBreaks(ReadOnlySpan<char> part) => part.Count('\n');
}
