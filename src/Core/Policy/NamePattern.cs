namespace PerfGate.Core.Policy;

/// <summary>Case names and patterns with <c>*</c> (any text) and <c>?</c> (any one character).</summary>
public static class NamePattern
{
    /// <summary>Whether a pattern fits a whole name, letter case counted.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The case's name.</param>
    public static bool Fits(string pattern, string name) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
