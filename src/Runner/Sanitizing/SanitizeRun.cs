using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Sanitizing;

/// <summary>
/// Puts cases under the tools of compute-sanitizer, each pair in a process of its own, and collects what they find.
/// </summary>
internal sealed class SanitizeRun(
    SanitizedLaunch launch,
    SanitizePlan plan,
    KernelCatalog catalog,
    string? computeCapability
) : IDisposable
{
    private readonly SourcePlaces _places = new(plan.Root);
    private readonly SemaphoreSlim _alone = new(1);

    /// <summary>Runs all of it.</summary>
    /// <param name="cases">The cases, with the reason why one is not run.</param>
    /// <param name="tell">Called with a line for each tool and case that begins or has ended.</param>
    /// <param name="cancellation">Ends the processes.</param>
    public async Task<ImmutableArray<SanitizedCase>> RunAsync(
        IReadOnlyList<(BenchmarkCase Case, string? NotRun)> cases,
        Action<string> tell,
        CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(plan.Jobs);
        var pairs = cases.Where(c => c.NotRun is null).SelectMany(c => plan.Tools.Select(tool => (c.Case, Tool: tool)));
        var running = pairs
            .Select(async p =>
                (
                    p.Case.Name,
                    Result: await OneAsync(p.Case, p.Tool, places, tell, cancellation).ConfigureAwait(false)
                )
            )
            .ToList();
        await Task.WhenAll(running).ConfigureAwait(false);
        var results = running.Select(r => r.Result).ToLookup(r => r.Name, r => r.Result, StringComparer.Ordinal);
        return
        [
            .. cases.Select(c => new SanitizedCase
            {
                Name = c.Case.Name,
                Source = SourceOf(c.Case),
                NotRun = c.NotRun,
                Tools = [.. results[c.Case.Name].OrderBy(r => r.Tool)],
            }),
        ];
    }

    public void Dispose() => _alone.Dispose();

    private async Task<ToolResult> OneAsync(
        BenchmarkCase benchmark,
        SanitizerTool tool,
        SemaphoreSlim places,
        Action<string> tell,
        CancellationToken cancellation
    )
    {
        if (tool == SanitizerTool.Racecheck && UsesNoSharedMemory(benchmark))
            return new() { Tool = tool, Status = ToolStatus.NotNeeded, Reason = "no kernel of it uses shared memory" };
        SanitizedRun run;
        await places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            tell($"{SanitizeDiagnostics.NameOf(tool)} {benchmark.Name}");
            run = await launch.RunAsync(benchmark.Name, tool, cancellation).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }

        // Others beside it may have taken the memory that it needs, or a GPU that lets in one process at a time.
        if (run.Incomplete is not null && plan.Jobs > 1)
            run = await AloneAsync(benchmark, tool, places, cancellation).ConfigureAwait(false);
        var result = ResultOf(benchmark, tool, run);
        tell($"{SanitizeDiagnostics.NameOf(tool)} {benchmark.Name}: {SanitizeWords.Of(result)}");
        return result;
    }

    private async Task<SanitizedRun> AloneAsync(
        BenchmarkCase benchmark,
        SanitizerTool tool,
        SemaphoreSlim places,
        CancellationToken cancellation
    )
    {
        // One collects at a time: two of them would each hold what the other waits for.
        await _alone.WaitAsync(cancellation).ConfigureAwait(false);
        var held = 0;
        try
        {
            for (; held < plan.Jobs; held++)
                await places.WaitAsync(cancellation).ConfigureAwait(false);
            return await launch.RunAsync(benchmark.Name, tool, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (held > 0)
                places.Release(held);
            _alone.Release();
        }
    }

    private ToolResult ResultOf(BenchmarkCase benchmark, SanitizerTool tool, SanitizedRun run)
    {
        var findings = Findings(benchmark, run.Output);
        return new()
        {
            Tool = tool,
            Status = findings.Any(f => f.Level == FindingLevel.Error) ? ToolStatus.Findings
                : run.Incomplete is not null ? ToolStatus.Incomplete : ToolStatus.Clean,
            Reason = run.Incomplete,
            Seconds = Math.Round(run.Seconds, 1),
            Log = Keep(benchmark, tool, run.Lines),
            Findings = findings,
        };
    }

    private ImmutableArray<SanitizerFinding> Findings(BenchmarkCase benchmark, SanitizerOutput output)
    {
        var found = output.Reports
            .Select(r => (Report: r, Source: _places.First(r.Places, benchmark.Source) ?? SourceOf(benchmark)))
            .GroupBy(r => (r.Report.Level, r.Report.What, r.Source))
            .Select(g => new SanitizerFinding
            {
                Level = g.Key.Level,
                What = g.Key.What,
                Source = g.Key.Source,
                Count = g.Count(),
                Details = g.First().Report.Details,
            })
            .ToImmutableArray();
        // A form of report that is not known here must not read as clean.
        return output.Errors is not > 0 || found.Any(f => f.Level == FindingLevel.Error)
            ? found
            :
            [
                .. found,
                new()
                {
                    Level = FindingLevel.Error,
                    What = $"{output.Errors} errors in a form that PerfGate cannot read; its log has them",
                    Source = SourceOf(benchmark),
                    Count = 1,
                },
            ];
    }

    private string Keep(BenchmarkCase benchmark, SanitizerTool tool, IReadOnlyList<string> lines)
    {
        var name = string.Concat(
            benchmark.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '=' ? c : '_'));
        var relative = $"sanitize/{name}.{SanitizeDiagnostics.NameOf(tool)}.txt";
        AtomicFile.Write(Path.Combine(plan.Output, relative), Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        return relative;
    }

    private SourceLocation? SourceOf(BenchmarkCase benchmark) =>
        catalog.KernelsOf(benchmark, computeCapability) is [var first, ..]
            ? new(first.File ?? benchmark.Source, first.Line)
            : null;

    // What is not known to use none, uses some.
    private bool UsesNoSharedMemory(BenchmarkCase benchmark) =>
        benchmark.Launches.All(l => l.SharedMemory == 0)
        && catalog.KernelsOf(benchmark, computeCapability) is { } kernels && kernels.All(k => k.SharedBytes == 0);
}

/// <summary>How cases are put under compute-sanitizer.</summary>
/// <param name="Root">Root of the repository, absolute.</param>
/// <param name="Output">Folder of <c>sanitize.json</c> and the logs, absolute.</param>
/// <param name="Tools">The tools.</param>
/// <param name="Jobs">How many processes run at the same time.</param>
internal sealed record SanitizePlan(string Root, string Output, ImmutableArray<SanitizerTool> Tools, int Jobs);
