using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Sanitizing;

/// <summary>NVIDIA's compute-sanitizer on this machine.</summary>
/// <param name="Path">Absolute path of the program.</param>
/// <param name="Version">Its version, as it prints it; null if it prints none.</param>
/// <param name="Help">What its <c>--help</c> prints: which options this version has.</param>
internal sealed record ComputeSanitizer(string Path, string? Version, string Help)
{
    // As many as a person reads; the summary counts the rest.
    private const string PrintLimit = "100";

    // Between allocations that lie side by side an access out of bounds would otherwise hit the neighbour and go
    // unseen.
    private const string PaddingBytes = "4096";

    private const string Program = "compute-sanitizer";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Looks for it beside nvcc, in the toolkit's own folder, and on the PATH.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="PerfGateException">PG2023: it is not there.</exception>
    public static ComputeSanitizer Find(Func<string, string?> variable)
    {
        var places = CudaToolkit.PlacesOf(Program, variable).ToArray();
        return places.FirstOrDefault(File.Exists) is { } path
            ? new(path, Version: VersionIn(Ask(path, "--version")), Ask(path, "--help"))
            : throw new PerfGateException(DiagnosticCatalog.SanitizerMissing(places), ExitCode.Environment);
    }

    /// <summary>What comes before the program to look at.</summary>
    /// <param name="tool">The tool.</param>
    public IEnumerable<string> Arguments(SanitizerTool tool) =>
        [
            "--tool",
            SanitizeDiagnostics.NameOf(tool),
            .. Options(tool).Where(o => Has(o.Name)).SelectMany(o => (string[])[o.Name, o.Value]),
        ];

    // A call that fails is the launch's own to report; the driver's probing for functions that a version lacks is no
    // error.
    private static IEnumerable<(string Name, string Value)> Options(SanitizerTool tool) =>
        [
            ("--print-limit", PrintLimit),
            ("--show-backtrace", "device"),
            ("--strip-paths", "no"),
            .. tool == SanitizerTool.Memcheck
                ? ((string, string)[])[("--padding", PaddingBytes), ("--report-api-errors", "no")]
                : [],
        ];

    private bool Has(string option) => Help.Contains(option, StringComparison.Ordinal);

    private static string Ask(string path, string option)
    {
        try
        {
            var exit = ChildProcess
                .RunAsync(new(path, [option]), Patience, supervised: false, CancellationToken.None)
                .GetAwaiter()
                .GetResult();
            return exit.Code is null
                ? throw new PerfGateException(
                    DiagnosticCatalog.SanitizerMissing([
                        $"{path}, which did not end within {Patience.TotalSeconds:0} s",
                    ]),
                    ExitCode.Environment
                )
                : string.Join('\n', exit.Lines);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PerfGateException(
                DiagnosticCatalog.SanitizerMissing([$"{path}, which does not start: {e.Message}"]),
                ExitCode.Environment,
                e
            );
        }
    }

    private static string? VersionIn(string text) =>
        text.Split('\n')
            .Select(l => l.Trim())
            .FirstOrDefault(l => l.StartsWith("Version", StringComparison.OrdinalIgnoreCase))
            ?["Version".Length..].Trim(' ', ':');
}
