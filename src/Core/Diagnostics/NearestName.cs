namespace PerfGate.Core.Diagnostics;

/// <summary>Finds the name that a misspelt one was meant to be.</summary>
public static class NearestName
{
    private const int LongestName = 100;

    /// <summary>
    /// The known name nearest to a misspelt one by edits of single letters, or null if none is near.
    /// </summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What could have been meant.</param>
    public static string? Find(string name, IEnumerable<string> known)
    {
        // Beyond this it is no slip of a name, and looking would take long.
        if (name.Length > LongestName)
            return null;
        // A third of the letters wrong is still a slip; more is another word.
        var limit = Math.Max(1, name.Length / 3);
        return known
            .Where(k => k.Length <= 2 * LongestName)
            .Select(k => (Name: k, Distance: Distance(name.ToUpperInvariant(), k.ToUpperInvariant())))
            .Where(k => k.Distance <= limit && k.Distance < name.Length)
            .OrderBy(k => k.Distance)
            .ThenBy(k => k.Name, StringComparer.Ordinal)
            .Select(k => k.Name)
            .FirstOrDefault();
    }

    /// <summary><c> (did you mean NAME?)</c>, or nothing where no name is near.</summary>
    /// <inheritdoc cref="Find"/>
    public static string Suggest(string name, IEnumerable<string> known) =>
        Find(name, known) is { } nearest ? $" (did you mean {nearest}?)" : "";

    // Damerau's distance in its restricted form: letters added, dropped, replaced, or two neighbours swapped.
    private static int Distance(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[b.Length];
    }
}
