using System.Text.RegularExpressions;

namespace PerfGate.Tasks.Compiling;

/// <summary>A use of <c>__has_include</c> or the like whose operand is not a literal.</summary>
/// <param name="Name">The identifier in place of the operand; empty if there is none.</param>
/// <param name="Macro">The macro whose definition contains it; empty outside of one.</param>
/// <param name="IsParameter">Whether the operand is a parameter of that macro.</param>
/// <param name="IsQuestion">Whether only the existence of <c>__has_include</c> itself is asked for.</param>
internal readonly partial record struct ProbeOperand(string Name, string Macro, bool IsParameter, bool IsQuestion)
{
    /// <summary>Reads the use at a match.</summary>
    /// <param name="text">The source, its continued lines joined.</param>
    /// <param name="use">The match of the use.</param>
    public static ProbeOperand At(string text, Match use)
    {
        var begin = text.LastIndexOf('\n', Math.Max(use.Index - 1, 0)) + 1;
        var before = text[begin..use.Index];
        before = Comment().Replace(before, " ");
        var isCode = Hash().IsMatch(before) && !Unclosed().IsMatch(before);
        // A bracket with neither a name nor a literal behind it is for the compiler alone to read.
        var name = use.Groups["other"] is { Success: true } other ? (other.Length > 0 ? other.Value : "?") : "";
        if (!isCode || Question().IsMatch(before))
            return new("", "", false, IsQuestion: true);
        if (Define().Match(before) is not { Success: true } define)
            return new(name, "", false, IsQuestion: name.Length == 0);
        var parameters = define.Groups["parameters"].Value.Split(',', StringSplitOptions.TrimEntries);
        return new(name, define.Groups["macro"].Value, parameters.Contains(name), IsQuestion: false);
    }

    [GeneratedRegex(@"/\*.*?\*/")]
    private static partial Regex Comment();

    [GeneratedRegex(@"//|/\*")]
    private static partial Regex Unclosed();

    [GeneratedRegex(@"\#|%:|\?\?=")]
    private static partial Regex Hash();

    // #ifdef __has_include, defined(__has_include), and a comment behind #endif.
    [GeneratedRegex(
        @"(?:\bifdef|\bifndef|\belifdef|\belifndef|\bdefined\s*\(?|\bundef|\bdefine)\s*$|" +
        @"^\s*(?:\#|%:)\s*(?:endif|else)\b")]
    private static partial Regex Question();

    [GeneratedRegex(@"(?:\#|%:)\s*define\s+(?<macro>\w+)(?:\((?<parameters>[^)]*)\))?")]
    private static partial Regex Define();
}
