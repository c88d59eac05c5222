namespace PerfGate.Core.Diagnostics;

// PG2071-PG2089: perfgate optimize, report --publication, reproduce.
public static partial class DiagnosticCatalog
{
    /// <summary>PG2078: a benchmark of the comparison was not measured.</summary>
    public static Diagnostic BenchmarkNotMeasured(string benchmark, IEnumerable<string> measured)
    {
        var known = measured.Distinct(StringComparer.Ordinal).ToList();
        return Error(
            "PG2078",
            $"the measurement does not have the benchmark {benchmark}{Suggest(benchmark, known)}. It has "
                + $"{(known.Count == 0 ? "none" : Names(known.Take(8)))}. Measure both benchmarks together: 'perfgate "
                + "optimize'."
        );
    }

    /// <summary>PG2071: no shape can be compared.</summary>
    public static Diagnostic NothingToCompare(string candidate, string baseline, string first) =>
        Error(
            "PG2071",
            $"{candidate} and {baseline} have no shape that can be compared: {first}. Give both benchmarks the same "
                + "axes, and measure both with at least 2 valid runs."
        );

    /// <summary>PG2072: the fixed shape is not among those that were compared.</summary>
    public static Diagnostic FixedShapeMissing(string shape, IEnumerable<string> known) =>
        Error("PG2072", $"the fixed shape {shape} was not compared. Name one of these: {Names(known)}.");

    /// <summary>PG2073: a benchmark of the publication gives wrong results, or fails.</summary>
    public static Diagnostic PairFails(string name, string why) =>
        Error(
            "PG2073",
            $"{name} cannot be published: {why.TrimEnd('.')}. Fix it first: 'dotnet build /t:PerfGateCheck'."
        );

    /// <summary>PG2074: the pipeline was interrupted.</summary>
    public static Diagnostic OptimizeCancelled(string log) =>
        Error(
            "PG2074",
            "the pipeline was interrupted. The phases that had ended are in this file: start the same command again to "
                + "go on from there.",
            new(log)
        );

    /// <summary>PG2075: a source lies outside of the repository.</summary>
    public static Diagnostic SourceOutside(string file, string root) =>
        Error(
            "PG2075",
            $"this source lies outside of {root}, so that it cannot be in the archive. Move it into the repository, or "
                + "name a --root that holds it.",
            new(file)
        );

    /// <summary>PG2076: the project has no such benchmark.</summary>
    public static Diagnostic BenchmarkUnknown(string benchmark, IEnumerable<string> benchmarks)
    {
        var known = benchmarks.Distinct(StringComparer.Ordinal).ToList();
        return Error(
            "PG2076",
            $"no manifest declares a benchmark {benchmark}{Suggest(benchmark, known)}. Name one of these: "
                + $"{Names(known.Take(20))}."
        );
    }

    /// <summary>PG2079: candidate or baseline cannot run on this machine.</summary>
    public static Diagnostic BenchmarkNotHere(SourceLocation at, string benchmark, string why) =>
        Error(
            "PG2079",
            $"{benchmark} cannot be measured here: {why.TrimEnd('.')}. Provide what is missing; a baseline can also be "
                + "left out.",
            at
        );

    /// <summary>PG2082: none of the baselines could be measured.</summary>
    public static Diagnostic NoBaseline(string shape, IEnumerable<string> reasons) =>
        Error(
            "PG2082",
            $"no baseline has a time{(shape.Length == 0 ? "" : $" at {shape}")}: {string.Join("; ", reasons)}. Name "
                + "baselines that have the fixed shape (--fixed-shape) and run steadily."
        );

    /// <summary>PG2083: one side is the wall time of a process, the other is not.</summary>
    public static Diagnostic UnlikeTimes(SourceLocation at, string candidate, string baseline, string why) =>
        Error("PG2083", $"{candidate} and {baseline} cannot be compared: {why}.", at);

    /// <summary>PG2077: the kernels of candidate and baselines could not be compiled.</summary>
    public static Diagnostic PairNotCompiled(string why) =>
        Error(
            "PG2077",
            $"the kernels could not be compiled: {why.TrimEnd('.')}. Run 'dotnet build /t:PerfGateCompile' to see all "
                + "of that build's errors."
        );

    /// <summary>PG2080: an archive is refused.</summary>
    public static Diagnostic ArchiveRefused(string path, string why) =>
        Error(
            "PG2080",
            $"the archive is refused, and nothing of it was compiled: {why.TrimEnd('.')}. Get the archive again from "
                + "where it was published.",
            new(path)
        );

    /// <summary>PG2081: the kernels of an archive could not be compiled or measured.</summary>
    public static Diagnostic NotReproduced(string folder) =>
        Error(
            "PG2081",
            "the kernels of the archive were not measured here; the errors above say why. The unpacked files are in "
                + "this folder. Write options of 'dotnet build' after the archive, such as -p:PerfGateDevice=host.",
            new(folder)
        );
}
