using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks;

/// <summary>
/// Refuses a project in a folder whose name MSBuild or a compiler would not pass on unchanged, and properties whose
/// values would be taken for something else without a word.
/// </summary>
public sealed partial class CheckGateProject : Microsoft.Build.Utilities.Task
{
    /// <summary>The project file.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>Properties that are true, false or empty, each with its <c>Value</c>.</summary>
    public ITaskItem[] Switches { get; set; } = [];

    /// <summary>PerfGateRepositoryRoot.</summary>
    public string RepositoryRoot { get; set; } = "";

    /// <summary>PerfGateName.</summary>
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute() => BuildLog.Guard(Log, Check);

    private bool Check()
    {
        var folder = Path.GetDirectoryName(Project) ?? "";
        if (WhatIsUnusable(folder) is { } what)
        {
            // Paths below such a folder are not what they should be, and are not looked at.
            BuildLog.Write(Log, DiagnosticCatalog.FolderNameUnusable(folder, what));
            return false;
        }

        foreach (var item in Switches)
        {
            if (item.GetMetadata("Value") is { Length: > 0 } value && !bool.TryParse(value, out _))
                Refuse(item.ItemSpec, value, "true or false was expected.");
        }

        if (RepositoryRoot.Length > 0 && !Directory.Exists(RepositoryRoot))
            Refuse("PerfGateRepositoryRoot", RepositoryRoot, "a folder that exists was expected.");
        if (Name is "." or ".." || Name.IndexOfAny(['/', '\\']) >= 0)
            Refuse("PerfGateName", Name, "the name of one folder was expected, and no path.");
        return !Log.HasLoggedErrors;
    }

    private void Refuse(string property, string value, string expected) =>
        BuildLog.Write(Log, DiagnosticCatalog.BadOption(property, value, expected));

    private static string? WhatIsUnusable(string folder) =>
        folder.Contains('"', StringComparison.Ordinal) ? "a quotation mark (\")"
        : folder.Any(char.IsControl) ? "a control character"
        : Escape().Match(folder) is { Success: true } escape ? $"\"{escape.Value}\", an escape of MSBuild's"
        : null;

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();
}
