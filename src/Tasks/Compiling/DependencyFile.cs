using System.Text;

namespace PerfGate.Tasks.Compiling;

/// <summary>The rule for make that <c>-MD</c> writes: what a compiled file depends on.</summary>
internal static class DependencyFile
{
    /// <summary>The prerequisites, as written.</summary>
    /// <param name="text">
    /// The rule: <c>target: file file \</c> and so on; spaces in names escaped, <c>$</c> doubled.
    /// </param>
    public static IReadOnlyList<string> Parse(string text)
    {
        var joined = text.Replace("\\\r\n", " ", StringComparison.Ordinal)
            .Replace("\\\n", " ", StringComparison.Ordinal);
        // A colon of a drive letter is followed by a slash; the one that ends the targets by a blank.
        var colon = 0;
        while (
            colon < joined.Length
            && !(joined[colon] == ':' && (colon + 1 == joined.Length || char.IsWhiteSpace(joined[colon + 1])))
        )
            colon++;
        var files = new List<string>();
        var name = new StringBuilder();
        for (var i = colon + 1; i <= joined.Length; i++)
        {
            var c = i < joined.Length ? joined[i] : '\n';
            if (c == '\\' && i + 1 < joined.Length && joined[i + 1] is ' ' or '#')
                name.Append(joined[++i]);
            else if (c == '$' && i + 1 < joined.Length && joined[i + 1] == '$')
                name.Append(joined[++i]);
            else if (!char.IsWhiteSpace(c))
                name.Append(c);
            else if (name.Length > 0)
            {
                files.Add(name.ToString());
                name.Clear();
            }

            // Only the first rule counts; -MP would add empty ones for the headers.
            if (c is '\n')
                break;
        }

        return files;
    }
}
