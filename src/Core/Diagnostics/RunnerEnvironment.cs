using System.Globalization;

namespace PerfGate.Core.Diagnostics;

/// <summary>
/// What the build tells <c>perfgate</c> by variables of the environment. perfgate takes them out of its own, so that no
/// process that it starts has them.
/// </summary>
public static class RunnerEnvironment
{
    /// <summary>The process that perfgate ends with.</summary>
    public const string Parent = "PERFGATE_PARENT";

    /// <summary>
    /// A word that diagnostics begin with. Other lines quote what kernels and compilers print, and what looks like a
    /// diagnostic there is none.
    /// </summary>
    public const string Diagnostics = "PERFGATE_DIAGNOSTICS";

    /// <summary>The folder in which perfgate notes how it ended, for the perfgate that started the build.</summary>
    public const string Records = "PERFGATE_RECORDS";

    /// <summary>How many columns the terminal has that a build's log goes to.</summary>
    public const string Columns = "PERFGATE_COLUMNS";

    /// <summary>The value of <see cref="Columns"/> in this process; null if its output is no terminal.</summary>
    public static string? TerminalColumns() =>
        !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width
            ? width.ToString(CultureInfo.InvariantCulture)
            : null;

    /// <summary>The line of a diagnostic.</summary>
    /// <param name="word">The word; null or empty if nobody gave one.</param>
    /// <param name="diagnostic">The diagnostic.</param>
    public static string Line(string? word, Diagnostic diagnostic) =>
        string.IsNullOrEmpty(word) ? diagnostic.ToString() : $"{word} {diagnostic}";

    /// <summary>The diagnostic's text in a line; null for any other line.</summary>
    /// <param name="word">The word.</param>
    /// <param name="line">A line that perfgate printed.</param>
    public static string? TextIn(string word, string line) =>
        line.StartsWith(word, StringComparison.Ordinal) && line.Length > word.Length && line[word.Length] == ' '
            ? line[(word.Length + 1)..]
            : null;
}
