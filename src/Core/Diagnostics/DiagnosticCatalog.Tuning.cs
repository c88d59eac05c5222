namespace PerfGate.Core.Diagnostics;

// PG2060-PG2069: perfgate tune.
public static partial class DiagnosticCatalog
{
    /// <summary>PG2060: no benchmark can be tuned.</summary>
    public static Diagnostic NothingToTune(string? filter) =>
        Error(
            "PG2060",
            (filter is null ? "no benchmark" : $"no benchmark that the filter \"{filter}\" selects")
                + " has a section tune and can run on this device. Add one to a manifest, such as \"tune\": { "
                + "\"BLOCK\": [128, 256] }."
        );

    /// <summary>PG2061: the variant in use cannot be measured, so that nothing can be compared with it.</summary>
    public static Diagnostic TuneIncumbentFails(SourceLocation at, string benchmark, string values, string why) =>
        Error(
            "PG2061",
            $"{benchmark} cannot be tuned, because it fails with the values in use ({values}): {why.TrimEnd('.')}. "
                + "Fix it first: 'dotnet build /t:PerfGateCheck'.",
            at
        );

    /// <summary>PG2062: the variants could not be compiled, for a reason that lies in none of them.</summary>
    public static Diagnostic TuneNotCompiled(SourceLocation at, string benchmark, string why) =>
        Error(
            "PG2062",
            $"the variants of {benchmark} could not be compiled: {why.TrimEnd('.')}. Run 'dotnet build "
                + "/t:PerfGateCompile' to see all of that build's errors.",
            at
        );

    /// <summary>PG2064: the tuning was interrupted.</summary>
    public static Diagnostic TuneCancelled(string log) =>
        Error(
            "PG2064",
            "the tuning was interrupted, and no values were changed. What was measured is in this file: start the same "
                + "command again to go on from there.",
            new(log)
        );

    /// <summary>PG2063: there are too many variants to try all.</summary>
    public static Diagnostic TuneTooLarge(SourceLocation at, string benchmark, long size, long most) =>
        Error(
            "PG2063",
            $"{benchmark} has {size} variants, and the strategy bruteForce lists at most {most}. Use --strategy local, "
                + "or leave out values.",
            at
        );
}
