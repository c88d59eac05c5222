using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Sanitizing;

/// <summary>Turns findings into diagnostics at their lines.</summary>
public static class SanitizeDiagnostics
{
    /// <summary>One diagnostic for each finding, and one for each tool that could not look at a case.</summary>
    /// <param name="report">The report.</param>
    public static IEnumerable<Diagnostic> Of(SanitizeReport report)
    {
        foreach (var sanitized in report.Cases)
        {
            foreach (var tool in sanitized.Tools)
            {
                foreach (var finding in tool.Findings)
                    yield return Of(sanitized, tool.Tool, finding);
                if (tool.Status == ToolStatus.Incomplete)
                    yield return DiagnosticCatalog.SanitizerIncomplete(
                        sanitized.Name, NameOf(tool.Tool), tool.Reason ?? "it gave no reason", sanitized.Source);
            }
        }
    }

    /// <summary>The name that compute-sanitizer has for a tool.</summary>
    public static string NameOf(SanitizerTool tool) => tool.ToString().ToLowerInvariant();

    private static Diagnostic Of(SanitizedCase sanitized, SanitizerTool tool, SanitizerFinding finding) =>
        finding.Level == FindingLevel.Error
            ? DiagnosticCatalog.SanitizerFound(sanitized.Name, NameOf(tool), Words(finding), finding.Source)
            : DiagnosticCatalog.SanitizerSuspects(sanitized.Name, NameOf(tool), Words(finding), finding.Source);

    private static string Words(SanitizerFinding finding)
    {
        var times = finding.Count > 1 ? $", {finding.Count} times; the first" : "";
        var details = finding.Details.IsEmpty ? "" : $": {string.Join("; ", finding.Details)}";
        return $"{finding.What.TrimEnd('.')}{times}{details}";
    }
}
