using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks;

/// <summary>Refuses a project in a folder whose name MSBuild or a compiler would not pass on unchanged.</summary>
public sealed partial class CheckGateProject : Microsoft.Build.Utilities.Task
{
    /// <summary>The project file.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute() => BuildLog.Guard(Log, Check);

    private bool Check()
    {
        var folder = Path.GetDirectoryName(Project) ?? "";
        if (WhatIsUnusable(folder) is { } what)
            BuildLog.Write(Log, DiagnosticCatalog.FolderNameUnusable(folder, what));
        return !Log.HasLoggedErrors;
    }

    private static string? WhatIsUnusable(string folder) =>
        folder.Contains('"', StringComparison.Ordinal) ? "a quotation mark (\")"
        : folder.Any(char.IsControl) ? "a control character"
        : Escape().Match(folder) is { Success: true } escape ? $"\"{escape.Value}\", an escape of MSBuild's"
        : null;

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();
}
