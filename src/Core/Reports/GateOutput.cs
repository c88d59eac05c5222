using System.Collections.Immutable;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;

namespace PerfGate.Core.Reports;

/// <summary>
/// Every file that the gate's steps write to the output folder, by the step that writes it. What is not named here is
/// somebody else's, and is never removed.
/// </summary>
public static class GateOutput
{
    private static readonly ImmutableArray<string> Compiled = ["kernels.json"];

    private static readonly ImmutableArray<string> Sanitized =
    [
        "sanitize.json", "sanitize/*.memcheck.txt", "sanitize/*.racecheck.txt", "sanitize/*.initcheck.txt",
        "sanitize/*.synccheck.txt",
    ];

    private static readonly ImmutableArray<string> Prechecked = ["precheck.json", "precheck.md"];

    private static readonly ImmutableArray<string> Measured =
        ["measurement.json", "inputs.json", "reference.json", "remeasured.json", "trial.json"];

    private static readonly ImmutableArray<string> Tuned = ["tune.jsonl", "tune.json", "tune.md"];

    /// <summary>The folder of <c>perfgate optimize</c> in the output folder, which is that command's alone.</summary>
    public const string OptimizeFolder = "optimize";

    /// <summary>The log of its phases in that folder.</summary>
    public const string OptimizeLogName = "optimize.json";

    private static readonly ImmutableArray<string> Judged = ["verdict.json"];

    private static readonly ImmutableArray<string> Explained = [ExplainReport.FileName];

    /// <summary>
    /// Removes what a step and the steps after it wrote, so that none of it reads as the present result.
    /// </summary>
    /// <param name="folder">The output folder; it need not exist.</param>
    /// <param name="step">The step that begins or has failed.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Forget(string folder, GateStep step)
    {
        foreach (var later in Enum.GetValues<GateStep>().Where(s => s >= step))
            ForgetOnly(folder, later);
    }

    /// <summary>Removes what one step wrote.</summary>
    /// <inheritdoc cref="Forget"/>
    public static void ForgetOnly(string folder, GateStep step)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var pattern in FilesOf(step))
        {
            Remove(folder, pattern);
            // What a killed process was still writing.
            Remove(folder, pattern + ".*" + AtomicFile.Unfinished);
        }

        foreach (var name in FilesOf(step).Select(Path.GetDirectoryName).Distinct().Where(n => n is { Length: > 0 }))
            RemoveIfEmpty(Path.Combine(folder, name!));
    }

    /// <summary>Removes what a tuning wrote. No gate does that: its log may be worth hours.</summary>
    /// <param name="folder">The output folder; it need not exist.</param>
    public static void ForgetTuning(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var name in Tuned)
            File.Delete(Path.Combine(folder, name));
    }

    /// <summary>Removes what <c>perfgate optimize</c> wrote: the whole folder, where its log marks it.</summary>
    /// <param name="folder">The output folder; it need not exist.</param>
    public static void ForgetOptimizing(string folder)
    {
        var optimized = Path.Combine(folder, OptimizeFolder);
        if (IsPlainFolder(optimized) && File.Exists(Path.Combine(optimized, OptimizeLogName)))
            Directory.Delete(optimized, recursive: true);
    }

    /// <summary>Removes a folder that holds nothing.</summary>
    public static void RemoveIfEmpty(string folder)
    {
        if (IsPlainFolder(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static ImmutableArray<string> FilesOf(GateStep step) => step switch
    {
        GateStep.Compile => Compiled,
        GateStep.Precheck => Prechecked,
        GateStep.Sanitize => Sanitized,
        GateStep.Measure => Measured,
        GateStep.Judge => Judged,
        GateStep.Explain => Explained,
        GateStep.Report => ReportFiles.Patterns,
    };

    private static void Remove(string folder, string pattern)
    {
        var below = Path.Combine(folder, Path.GetDirectoryName(pattern)!);
        // What lies behind a link is not in this folder.
        if (below != folder && !IsPlainFolder(below))
            return;
        foreach (var file in Directory.EnumerateFiles(below, Path.GetFileName(pattern)))
            File.Delete(file);
    }

    private static bool IsPlainFolder(string folder) => new DirectoryInfo(folder) is { Exists: true, LinkTarget: null };
}

/// <summary>The steps of the gate, in their order.</summary>
public enum GateStep
{
    /// <summary>The kernels are compiled.</summary>
    Compile,

    /// <summary>Their machine code is compared with the base's.</summary>
    Precheck,

    /// <summary>They run under compute-sanitizer.</summary>
    Sanitize,

    /// <summary>They are measured.</summary>
    Measure,

    /// <summary>The measurement is judged.</summary>
    Judge,

    /// <summary>Regressions are explained.</summary>
    Explain,

    /// <summary>The reports are written.</summary>
    Report,
}
