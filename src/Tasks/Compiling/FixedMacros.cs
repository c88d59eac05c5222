using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Finds macros of a manifest that the source defines again. Every compiler warns of it and takes the source's value,
/// so that the manifest's has no effect.
/// </summary>
internal static partial class FixedMacros
{
    /// <summary>What a compiler said, such warnings made errors that say what to do.</summary>
    /// <param name="said">What it said.</param>
    /// <param name="defines">The manifest's macros, <c>NAME=VALUE</c> joined by <c>;</c>.</param>
    public static IReadOnlyList<Diagnostic> Find(IReadOnlyList<Diagnostic> said, string defines)
    {
        var names = defines.Split(';').Select(d => d.Split('=', '(')[0]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. said.Select(d =>
                d.Location is { } at
                && Redefined().Match(d.Message) is { Success: true } match
                && match.Groups["name"].Value is var name
                && names.Contains(name)
                    ? DiagnosticCatalog.MacroFixed(at, name)
                    : d
            ),
        ];
    }

    // g++: "WIDTH" redefined. clang++: 'WIDTH' macro redefined. nvcc: incompatible redefinition of macro "WIDTH".
    [GeneratedRegex(
        @"^[""'](?<name>\w+)[""'] (?:macro )?redefined|incompatible redefinition of macro ""(?<name>\w+)"""
    )]
    private static partial Regex Redefined();
}
