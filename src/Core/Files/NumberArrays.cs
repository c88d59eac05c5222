using System.Text;

namespace PerfGate.Core.Files;

/// <summary>
/// Shortens long arrays of numbers in a JSON text for validation against a schema. A baseline holds hundreds of thousands of
/// samples, the schema says the same of each, and walking them all takes the validator minutes; the reader that
/// follows still reads every one of them.
/// </summary>
internal static class NumberArrays
{
    /// <summary>Numbers that stay of each array: arrays whose length a schema limits are shorter.</summary>
    public const int Kept = 32;

    /// <summary>Blanks all but the first numbers of every array that holds numbers alone; lines stay where they are.</summary>
    /// <param name="json">A text that is known to be JSON.</param>
    public static string Shorten(string json)
    {
        var text = new StringBuilder(Math.Min(json.Length, 1 << 20));
        var copied = 0;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                i = EndOfString(json, i);
            }
            else if (json[i] == '[' && Tail(json, i) is { } tail)
            {
                text.Append(json, copied, tail.Start - copied);
                text.Append('\n', json.AsSpan(tail.Start, tail.End - tail.Start).Count('\n'));
                copied = tail.End;
                i = tail.End;
            }
        }

        return copied == 0 ? json : text.Append(json, copied, json.Length - copied).ToString();
    }

    private static int EndOfString(string json, int i)
    {
        while (json[++i] != '"')
        {
            if (json[i] == '\\')
                i++;
        }

        return i;
    }

    // From the comma after the last number kept to the closing bracket; null for a short array or one of anything else.
    private static (int Start, int End)? Tail(string json, int open)
    {
        int commas = 0, start = -1;
        for (var i = open + 1; i < json.Length; i++)
        {
            switch (json[i])
            {
                case ']':
                    return start < 0 ? null : (start, i);
                case ',':
                    if (++commas == Kept)
                        start = i;
                    break;
                case (>= '0' and <= '9') or '+' or '-' or '.' or 'e' or 'E' or ' ' or '\t' or '\r' or '\n':
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}
