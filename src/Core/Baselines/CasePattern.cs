using System.IO.Enumeration;

namespace PerfGate.Core.Baselines;

/// <summary>Patterns over case names: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
public static class CasePattern
{
    /// <summary>Whether a case's name fits a pattern, whole and with case.</summary>
    public static bool Fits(string pattern, string caseName) =>
        FileSystemName.MatchesSimpleExpression(pattern, caseName, ignoreCase: false);
}
