namespace PerfGate.Core.Diagnostics;

/// <summary>
/// Every diagnostic that PerfGate can give, one method each, with its message and what to do about it.
/// A code is never reused. <c>docs/diagnostics.md</c> documents each; a test holds the two together.
/// </summary>
public static partial class DiagnosticCatalog
{
    private static Diagnostic Error(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Error, message, at);

    private static Diagnostic Warning(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Warning, message, at);

    private static string Suggest(string name, IEnumerable<string> known) => NearestName.Suggest(name, known);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
