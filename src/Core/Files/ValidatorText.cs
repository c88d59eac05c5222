using System.Globalization;
using System.Text;

namespace PerfGate.Core.Files;

/// <summary>
/// Makes a JSON text fit for the schema validator, saying the same to it. The validator is slow over the
/// hundreds of thousands of samples of a baseline, of each of which the schema says the same, and it holds numbers as
/// decimals, which the largest doubles and seeds of 64 bits are not. The reader that follows reads the text itself.
/// </summary>
internal static class ValidatorText
{
    /// <summary>Numbers that stay of each array: arrays whose length a schema limits are shorter.</summary>
    public const int Kept = 32;

    // No schema has a bound beyond these, so that a number beyond them fits or not as they do.
    private const double LargestReal = 1e28;
    private const int LargestDigits = 18;
    private static readonly string LargestInteger = new('9', LargestDigits);

    /// <summary>
    /// Drops all but the first numbers of arrays that hold numbers alone, and clamps huge numbers; lines stay where
    /// they are.
    /// </summary>
    /// <param name="json">A text that is known to be JSON.</param>
    public static string Of(string json) =>
        Rewritten(
            Rewritten(json, '[', Tail, (text, tail) => text.Append('\n', tail.Count('\n'))),
            null, HugeNumber, (text, number) => text.Append(Clamped(number)));

    private delegate (int Start, int End)? Find(string json, int at);

    private delegate void Replace(StringBuilder text, ReadOnlySpan<char> found);

    // Asks at every character outside of texts (or only at one of them) whether a part to be replaced is near.
    private static string Rewritten(string json, char? only, Find find, Replace replace)
    {
        var text = new StringBuilder();
        var copied = 0;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                i = EndOfString(json, i);
            }
            else if (json[i] == '/')
            {
                i = EndOfComment(json, i);
            }
            else if ((only is null || json[i] == only) && find(json, i) is var (start, end))
            {
                text.Append(json, copied, start - copied);
                replace(text, json.AsSpan(start, end - start));
                copied = end;
                i = end - 1;
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

    // A comment may hold a quote, which opens no text.
    private static int EndOfComment(string json, int i)
    {
        var isBlock = i + 1 < json.Length && json[i + 1] == '*';
        var end = json.IndexOf(isBlock ? "*/" : "\n", i + 1, StringComparison.Ordinal);
        return end < 0 ? json.Length : isBlock ? end + 1 : end;
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
                case ' ' or '\t' or '\r' or '\n':
                    break;
                default:
                    if (!IsOfNumber(json[i]))
                        return null;
                    break;
            }
        }

        return null;
    }

    // Only a long number or one with an exponent can be huge.
    private static (int Start, int End)? HugeNumber(string json, int start)
    {
        if (json[start] is not ('-' or (>= '0' and <= '9')) || (start > 0 && IsOfNumber(json[start - 1])))
            return null;
        var end = start;
        while (end < json.Length && IsOfNumber(json[end]))
            end++;
        var number = json.AsSpan(start, end - start);
        return (number.Length > LargestDigits || number.ContainsAny('e', 'E')) && IsHuge(number) ? (start, end) : null;
    }

    private static bool IsHuge(ReadOnlySpan<char> number) =>
        IsInteger(number) ? number.TrimStart('-').Length > LargestDigits : Math.Abs(Value(number)) > LargestReal;

    private static string Clamped(ReadOnlySpan<char> number)
    {
        var sign = number[0] == '-' ? "-" : "";
        return IsInteger(number) ? sign + LargestInteger : sign + LargestReal.ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsInteger(ReadOnlySpan<char> number) => !number.ContainsAny('.', 'e', 'E');

    private static double Value(ReadOnlySpan<char> number) => double.Parse(number, CultureInfo.InvariantCulture);

    private static bool IsOfNumber(char c) => c is (>= '0' and <= '9') or '+' or '-' or '.' or 'e' or 'E';
}
