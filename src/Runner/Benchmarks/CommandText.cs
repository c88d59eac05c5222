using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Commands as texts: split into words as a POSIX shell does, without running one, and put together.</summary>
internal static partial class CommandText
{
    /// <summary>
    /// Splits a text at blanks. Quotes keep blanks together; outside of single quotes a backslash keeps the next
    /// character as it is. Nothing is expanded.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The words; null if a quote is not closed.</returns>
    public static ImmutableArray<string>? Split(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
                (word ??= new()).Append(text[++i]);
            else if (c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'')
                (quote, word) = (c, word ?? new());
            else if (quote == '\0' && char.IsWhiteSpace(c))
                Flush();
            else
                (word ??= new()).Append(c);
        }

        Flush();
        return quote == '\0' ? words.ToImmutable() : null;

        void Flush()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }
    }

    /// <summary>Puts words together so that a POSIX shell would split them again.</summary>
    public static string Joined(IEnumerable<string> words) =>
        string.Join(
            ' ',
            words.Select(w => Plain().IsMatch(w) ? w : $"'{w.Replace("'", "'\\''", StringComparison.Ordinal)}'")
        );

    [GeneratedRegex(@"^[A-Za-z0-9_@%+=:,./-]+\z")]
    private static partial Regex Plain();
}
