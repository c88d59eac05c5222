using System.Collections.Immutable;
using System.Diagnostics;
using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Devices.Cuda;

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
        var start = new ProcessStartInfo(sanitizer.Path, [.. sanitizer.Arguments(tool), .. launch, "--case", name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Two tools that watch the driver cannot both be there.
        start.Environment[ClockChoices.Variable] = "events";
        var lines = new List<string>();
        var watch = Stopwatch.StartNew();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Keep(lines, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(lines, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        var ended = true;
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            ended = false;
        }

        var output = SanitizerOutput.Parse(lines);
        return new(output, lines, watch.Elapsed.TotalSeconds, ended ? WhyIncomplete(output, lines, process.ExitCode) : $"it was ended after {timeout.TotalSeconds:0} s");
    }

    // A launch that fails after a report failed because of what is reported.
    private static string? WhyIncomplete(SanitizerOutput output, List<string> lines, int exitCode)
    {
        if (output.Reports.Any(r => r.Level == FindingLevel.Error) || output.Errors > 0)
            return null;
        if (exitCode != 0)
            return $"the launch failed with exit code {exitCode}: {LastWords(lines)}";
        return output.Errors is null ? $"it printed no summary: {LastWords(lines)}" : null;
    }

    private static string LastWords(List<string> lines)
    {
        var said = lines.Where(l => ToolLine.Text(l) is null && l.Trim().Length > 0).ToList();
        var words = said.Count > 0 ? said : lines;
        return words.Count == 0 ? "it printed nothing" : string.Join(" | ", words.TakeLast(QuotedLines).Select(l => l.Trim()));
    }

    private static void Keep(List<string> lines, string? line)
    {
        if (line is null)
            return;
        lock (lines)
            lines.Add(line);
    }
}

/// <summary>How a tool's run over a case ended.</summary>
/// <param name="Output">What the tool printed, read.</param>
/// <param name="Lines">All that was printed.</param>
/// <param name="Seconds">Wall time, seconds.</param>
/// <param name="Incomplete">Why nothing is known, as the end of a sentence; null where the tool did its work.</param>
internal sealed record SanitizedRun(
    SanitizerOutput Output, IReadOnlyList<string> Lines, double Seconds, string? Incomplete);
