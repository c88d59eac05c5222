using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Explaining;

/// <summary>NVIDIA Nsight Compute's command line, <c>ncu</c>, on this machine.</summary>
/// <param name="Path">Absolute path of the program.</param>
internal sealed record NsightCompute(string Path)
{
    private const string Program = "ncu";
    private const string NoRights = "ERR_NVGPUCTRPERM";
    private const int QuotedLines = 3;

    /// <summary>Its name in files.</summary>
    public const string Title = "Nsight Compute";

    /// <summary>Why there are no counters where it is missing.</summary>
    public const string Missing = "ncu (Nsight Compute) was not found beside nvcc or on the PATH";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Looks for it beside nvcc and on the PATH; null if it is not there.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static NsightCompute? Find(Func<string, string?> variable) =>
        CudaToolkit.PlacesOf(Program, variable).FirstOrDefault(File.Exists) is { } path ? new(path) : null;

    /// <summary>Counts the launches of a program.</summary>
    /// <param name="program">The program, and which of its launches.</param>
    /// <param name="log">Where ncu writes its table, absolute.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PerfGateException">PG2101: what it wrote is not its table.</exception>
    public async Task<CountedLaunches> CountAsync(
        CountedProgram program,
        string log,
        CancellationToken cancellation
    )
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(log)!);
        File.Delete(log);
        var start = new ProcessStartInfo(Path, [.. Arguments(program, log), .. program.Words])
        {
            WorkingDirectory = program.Folder ?? "",
        };
        // Two tools that watch the driver cannot both be there.
        start.Environment[ClockChoices.Variable] = "events";
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        try
        {
            var exit = await ChildProcess
                .RunAsync(start, Patience, supervised: true, cancellation)
                .ConfigureAwait(false);
            return Counted(exit, log);
        }
        catch (Win32Exception e)
        {
            return CountedLaunches.Failed($"{Path} does not start: {e.Message}");
        }
    }

    /// <summary>What comes before the program to look at. The clocks stay as they are.</summary>
    /// <param name="program">The program, and which of its launches.</param>
    /// <param name="log">Where the table goes.</param>
    private static IEnumerable<string> Arguments(CountedProgram program, string log) =>
        [
            "--csv",
            "--page",
            "raw",
            "--print-units",
            "base",
            "--clock-control",
            "none",
            "--target-processes",
            "all",
            "--kernel-name-base",
            "mangled",
            "--print-kernel-base",
            "mangled",
            .. program.Kernels.IsEmpty ? [] : (string[])["-k", $"regex:^({string.Join('|', program.Kernels)})$"],
            .. program.Window is var (skip, count)
                ? (string[])["--launch-skip", $"{skip}", "--launch-count", $"{count}"]
                : [],
            "--metrics",
            string.Join(',', NcuMetrics.All),
            "--log-file",
            log,
        ];

    private static CountedLaunches Counted(ChildExit exit, string log)
    {
        var text = File.Exists(log) ? InputFile.Text(log, FileLimit.Result) : "";
        IEnumerable<string> said =
        [
            .. text.Split('\n').Where(l => l.StartsWith("==", StringComparison.Ordinal)),
            .. exit.Lines,
        ];
        if (said.Any(l => l.Contains(NoRights, StringComparison.Ordinal)))
            return CountedLaunches.Failed(
                $"the driver lets only administrators read counters ({NoRights}); NVIDIA's page about that error says "
                    + "how to permit it"
            );
        if (exit.Code is null)
            return CountedLaunches.Failed($"ncu did not end within {Patience.TotalMinutes:0} minutes");
        var launches = NcuCsv.Read(text, log);
        if (!launches.IsEmpty)
            return new(launches, null);
        var words = said.Where(l => l.Trim().Length > 0).TakeLast(QuotedLines).Select(l => l.Trim()).ToArray();
        return CountedLaunches.Failed(
            $"ncu counted no launch (exit code {exit.Code}): "
                + (words.Length == 0 ? "it printed nothing" : string.Join(" | ", words))
        );
    }
}

/// <summary>What ncu counted, or why nothing.</summary>
/// <param name="Launches">The launches.</param>
/// <param name="Failure">Why there are none, as the end of a sentence; null if there are.</param>
internal sealed record CountedLaunches(ImmutableArray<NcuLaunch> Launches, string? Failure)
{
    /// <summary>There are none.</summary>
    public static CountedLaunches Failed(string why) => new([], why);
}
