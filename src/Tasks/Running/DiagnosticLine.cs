using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks.Running;

/// <summary>Reads a diagnostic back from the line that perfgate printed it as.</summary>
internal static partial class DiagnosticLine
{
    /// <summary>The diagnostic, or null for any other line.</summary>
    public static Diagnostic? Parse(string line)
    {
        if (Form().Match(line) is not { Success: true } match)
            return null;
        var severity = match.Groups["kind"].Value switch
        {
            "error" => Severity.Error,
            "warning" => Severity.Warning,
            _ => Severity.Message,
        };
        var file = match.Groups["file"].Value;
        return new(match.Groups["code"].Value, severity, match.Groups["message"].Value,
            file == "perfgate" ? null : new(file, Number(match.Groups["line"]), Number(match.Groups["column"])));
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    // kernels/softmax.cu(31,5): error PG3001: … or perfgate: warning PG2001: …
    [GeneratedRegex(
        @"^\s*(?<file>\S.*?)(?:\((?<line>\d{1,9})(?:,(?<column>\d{1,9}))?\))?: "
            + @"(?<kind>error|warning|message) (?<code>PG\d{4}): (?<message>.*)$"
    )]
    private static partial Regex Form();
}
