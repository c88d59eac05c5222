using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Reports;

/// <summary>Where what a report names can be seen: pages of the site that hosts the repository.</summary>
/// <param name="Repository">The repository's page, <c>https://github.com/owner/name</c>.</param>
/// <param name="Commit">The commit that was measured, whole.</param>
public sealed record ReportLinks(string Repository, string Commit)
{
    private const int LongestPath = 500;

    /// <summary>The page of the run that measured; null if it is not known.</summary>
    public string? Run { get; init; }

    /// <summary>The picture of the changed cases; null if there is none.</summary>
    public string? Picture { get; init; }

    /// <summary>The part of the run's page with its artifacts; null if the run is not known.</summary>
    public string? Artifacts => Run is { } run ? $"{run}#artifacts" : null;

    /// <summary>The page of the commit.</summary>
    public string CommitPage => $"{Repository}/commit/{Commit}";

    /// <summary>The page of a line; null if the path leaves the repository. Paths are foreign text.</summary>
    /// <param name="at">The line.</param>
    public string? Line(SourceLocation at)
    {
        var parts = at.File.Replace('\\', '/').Split('/');
        if (
            at.File.Length > LongestPath
            || parts.Any(p => p is "" or "." or ".." || p.Contains(':', StringComparison.Ordinal))
        )
            return null;
        var line = at.Line > 0 ? $"#L{at.Line}" : "";
        return $"{Repository}/blob/{Commit}/{string.Join('/', parts.Select(Escaped))}{line}";
    }

    // Parentheses would end a link of Markdown.
    private static string Escaped(string part) =>
        Uri.EscapeDataString(part)
            .Replace("(", "%28", StringComparison.Ordinal)
            .Replace(")", "%29", StringComparison.Ordinal);
}
