namespace PerfGate.Core.Diagnostics;

// PG913x: results of other tools. PG914x: shards.
public static partial class DiagnosticCatalog
{
    /// <summary>PG9131: no tool that is known wrote a file.</summary>
    public static Diagnostic UnknownSuite(string path) =>
        Error(
            "PG9131",
            "this is JSON, and not a result of nvbench (--jsonbin FILE), Google Benchmark (--benchmark_out=FILE "
                + "--benchmark_out_format=json) or BenchmarkDotNet (JsonExporter.Full). Write the file anew with "
                + "one of these.",
            new(path)
        );

    /// <summary>PG9132: a result file holds something that cannot be judged.</summary>
    public static Diagnostic NothingInSuite(SourceLocation at, string why) => Error("PG9132", why, at);

    /// <summary>PG9133: result files do not belong together.</summary>
    public static Diagnostic SuiteFilesDiffer(SourceLocation at, string why) => Error("PG9133", why, at);

    /// <summary>PG9141: folders are not the shards of one measurement.</summary>
    public static Diagnostic ShardsDiffer(string folder, string why) => Error("PG9141", why, new(folder));

    /// <summary>PG9142: one shard was to be judged alone.</summary>
    public static Diagnostic ShardAlone(string path, string shard) =>
        Error(
            "PG9142",
            $"this is shard {shard} of a measurement, and a verdict needs all of them. Put the shards together with "
                + $"'perfgate merge'.",
            new(path)
        );
}
