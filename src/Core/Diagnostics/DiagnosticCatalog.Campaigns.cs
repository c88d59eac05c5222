namespace PerfGate.Core.Diagnostics;

// PG2110-PG2119: perfgate campaign. PG2120-PG2129: perfgate history.
public static partial class DiagnosticCatalog
{
    /// <summary>PG2110: no case can be part of a campaign.</summary>
    public static Diagnostic NothingForCampaign(string? filter) =>
        Error(
            "PG2110",
            (filter is null ? "no case" : $"no case that the filter \"{filter}\" selects")
                + " launches kernels of its own and can run on this device. Commands and functions cannot be part of "
                + "a campaign. Choose other cases with --filter."
        );

    /// <summary>PG2111: the kernels of a campaign could not be compiled.</summary>
    public static Diagnostic CampaignNotCompiled(string what, string why) =>
        Error(
            "PG2111",
            $"{what} could not be compiled: {why.TrimEnd('.')}. Run 'dotnet build -t:PerfGateCompile' to see all "
                + "errors of the kernels as they are."
        );

    /// <summary>PG2112: the campaign was interrupted.</summary>
    public static Diagnostic CampaignCancelled(string file) =>
        Error(
            "PG2112",
            "the campaign was interrupted. The gates that had ended are in this file: start the same command again to "
                + "go on from there.",
            new(file)
        );

    /// <summary>PG2113: a file of a campaign has no lines.</summary>
    public static Diagnostic CampaignEmpty(string file) =>
        Error(
            "PG2113",
            "this file has no line of a campaign. Name a file that 'perfgate campaign' wrote.",
            new(file)
        );

    /// <summary>PG2120: a measurement cannot become part of a history.</summary>
    public static Diagnostic NotForHistory(string file, string why) =>
        Error(
            "PG2120",
            $"this measurement cannot become part of a history: {why}",
            new(file)
        );

    /// <summary>PG2121: a folder has no history, or a file of it is empty.</summary>
    public static Diagnostic NoHistory(string path, bool isFile = false) =>
        Error(
            "PG2121",
            (isFile
                ? "this file has no line of a history. Restore it from git, or delete it. Then append a measurement"
                : "this folder has no history (DEVICE.jsonl). Append a measurement first")
                + ": 'perfgate history append'.",
            new(path)
        );
}
