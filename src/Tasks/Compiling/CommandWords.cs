using System.Text;
using Microsoft.Build.Utilities;

namespace PerfGate.Tasks.Compiling;

/// <summary>Command lines as compilers print them (<c>-###</c>, <c>-v</c>, <c>--dryrun</c>) and as processes take
/// them.</summary>
internal static class CommandWords
{
    /// <summary>Splits a line as a shell does: blanks, both kinds of quotes, and the backslash before a special
    /// character.</summary>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (open, quote) = (false, '\0');
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.Length
                && (quote == '\0' || line[i + 1] is '"' or '\\' or '$' or '`'))
                (open, _) = (true, word.Append(line[++i]));
            else if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0')
                (open, quote) = (true, c);
            else if (quote != '\0' || !char.IsWhiteSpace(c))
                (open, _) = (true, word.Append(c));
            else if (open)
            {
                words.Add(word.ToString());
                word.Clear();
                open = false;
            }
        }

        return open ? [.. words, word.ToString()] : words;
    }

    /// <summary>Appends words so that the process gets each as it is.</summary>
    public static CommandLineBuilder Join(IEnumerable<string> words)
    {
        var arguments = new CommandLineBuilder();
        foreach (var word in words)
            arguments.AppendTextUnquoted(" " + Quoted(word));
        return arguments;
    }

    // The rules of Process.Start: backslashes count only before a quote.
    private static string Quoted(string word)
    {
        var quoted = new StringBuilder("\"");
        var slashes = 0;
        foreach (var c in word)
        {
            if (c == '"')
                quoted.Append('\\', slashes + 1);
            slashes = c == '\\' ? slashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', slashes).Append('"').ToString();
    }
}
