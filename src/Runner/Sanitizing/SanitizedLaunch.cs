using System.Collections.Immutable;
using System.Diagnostics;
using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Sanitizing;

/// <summary>One case in a process of its own under one tool of compute-sanitizer.</summary>
/// <param name="sanitizer">The program.</param>
/// <param name="launch">The command that launches a case; the case's name comes behind it.</param>
/// <param name="timeout">How long it may take.</param>
internal sealed class SanitizedLaunch(ComputeSanitizer sanitizer, ImmutableArray<string> launch, TimeSpan timeout)
{
    private const int QuotedLines = 3;

    /// <summary>Runs it.</summary>
    /// <param name="name">The case.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="cancellation">Ends the process.</param>
    public async Task<SanitizedRun> RunAsync(string name, SanitizerTool tool, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(sanitizer.Path, [.. sanitizer.Arguments(tool), .. launch, "--case", name]);
        // Two tools that watch the driver cannot both be there.
        start.Environment[ClockChoices.Variable] = "events";
        var watch = Stopwatch.StartNew();
        var exit = await ChildProcess.RunAsync(start, timeout, supervised: true, cancellation).ConfigureAwait(false);
        var output = SanitizerOutput.Parse(exit.Lines);
        return new(
            output,
            exit.Lines,
            watch.Elapsed.TotalSeconds,
            exit.Code is { } code
                ? WhyIncomplete(output, exit.Lines, code)
                : $"it was ended after {timeout.TotalSeconds:0} s"
        );
    }

    // A launch that fails after a report failed because of what is reported.
    private static string? WhyIncomplete(SanitizerOutput output, ImmutableArray<string> lines, int exitCode)
    {
        if (output.Reports.Any(r => r.Level == FindingLevel.Error) || output.Errors > 0)
            return null;
        if (exitCode != 0)
            return $"the launch failed with exit code {exitCode}: {LastWords(lines)}";
        return output.Errors is null ? $"it printed no summary: {LastWords(lines)}" : null;
    }

    private static string LastWords(ImmutableArray<string> lines)
    {
        var said = lines.Where(l => ToolLine.Text(l) is null && l.Trim().Length > 0).ToList();
        var words = said.Count > 0 ? said : [.. lines];
        return words.Count == 0
            ? "it printed nothing"
            : string.Join(" | ", words.TakeLast(QuotedLines).Select(l => l.Trim()));
    }
}

/// <summary>How a tool's run over a case ended.</summary>
/// <param name="Output">What the tool printed, read.</param>
/// <param name="Lines">All that was printed.</param>
/// <param name="Seconds">Wall time, seconds.</param>
/// <param name="Incomplete">Why nothing is known, as the end of a sentence; null if the tool did its work.</param>
internal sealed record SanitizedRun(
    SanitizerOutput Output, IReadOnlyList<string> Lines, double Seconds, string? Incomplete);
