using System.Globalization;

namespace PerfGate.Core.Sanitizing;

/// <summary>What a tool found of a case, in two or three words.</summary>
public static class SanitizeWords
{
    /// <summary>For example <c>clean</c>, <c>2 ERRORS</c> or <c>did not finish</c>.</summary>
    /// <param name="result">The tool's result.</param>
    public static string Of(ToolResult result) =>
        result.Status switch
        {
            ToolStatus.Clean => result.Findings.IsEmpty ? "clean" : Count(result.Findings.Length, "warning"),
            ToolStatus.Findings => Count(result.Findings.Count(f => f.Level == FindingLevel.Error), "ERROR"),
            ToolStatus.Incomplete => "did not finish",
            ToolStatus.NotNeeded => "not needed",
        };

    /// <summary>A number of things, with an s where it is not one: <c>1 case</c>, <c>2 ERRORS</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">What, in the singular.</param>
    public static string Count(int count, string what) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : char.IsUpper(what[0]) ? "S" : "s")}");
}
