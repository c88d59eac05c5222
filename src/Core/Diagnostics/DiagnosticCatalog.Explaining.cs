namespace PerfGate.Core.Diagnostics;

// PG2100-PG2109: perfgate explain.
public static partial class DiagnosticCatalog
{
    /// <summary>PG2100: neither a case nor a verdict says what is to be explained.</summary>
    public static Diagnostic NothingNamedToExplain(string verdict) =>
        Error(
            "PG2100",
            "no case is named, and there is no verdict whose regressions could be explained. Name a case with --case, "
                + "or run the gate first.",
            new(verdict)
        );

    /// <summary>PG2101: ncu's output cannot be read.</summary>
    public static Diagnostic NcuOutputUnreadable(SourceLocation at, string why) =>
        Error(
            "PG2101",
            $"this is not what 'ncu --csv --page raw' prints: {why.TrimEnd('.')}. Run the command again; if it fails "
                + "the same way, this version of ncu prints another format: report it with this file.",
            at
        );
}
