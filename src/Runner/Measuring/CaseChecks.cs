using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Measuring;

/// <summary>Checks the results of compiled kernels in worker processes, without timing.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="catalog">The compiled kernels.</param>
/// <param name="launcher">Runs the workers.</param>
internal sealed class CaseChecks(GateRunRequest request, KernelCatalog catalog, IWorkerLauncher launcher)
{
    /// <summary>Checks every case that the filter keeps.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The cases with what was found, in the order of the manifests.</returns>
    /// <exception cref="PerfGateException">PG2001: the device cannot be used. A manifest is wrong.</exception>
    public async Task<ImmutableArray<CheckedCase>> RunAsync(CancellationToken cancellation)
    {
        // The workers read them too, but an error in a manifest would then read like an error of the device.
        ManifestLoader.Check(request.Manifests, request.Root);
        await using var preparation = Preparation.Begin(request, catalog, launcher, cancellation);
        var device = await preparation.DeviceAsync().ConfigureAwait(false);
        var facts = device.Facts(catalog.Compiled.Device);
        var suite = CaseFilter.Apply(ManifestLoader.Load(request.Manifests, facts, request.Root), request.Filter);
        suite = suite with { Cases = [.. suite.Cases.Select(c => c with { SkipReason = CommandNeeds.SkipReason(c) })] };
        var unbuilt = await new CommandBuilds(_ => { }).OfAsync(suite.Cases, cancellation).ConfigureAwait(false);
        var results = device.Cases.Concat(unbuilt).ToDictionary(c => c.Name, StringComparer.Ordinal);
        string[] left = [.. suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name).Except(results.Keys)];
        while (left.Length > 0 && !cancellation.IsCancellationRequested)
        {
            var exit = await launcher
                .RunAsync(GateJobs.Check(request, catalog, facts, [.. left]), _ => { }, cancellation)
                .ConfigureAwait(false);
            foreach (var result in Found(exit, left))
                results.TryAdd(result.Name, result);
            // Each round ends a case at least: a crash its own.
            left = [.. left.Except(results.Keys)];
        }

        cancellation.ThrowIfCancellationRequested();
        return [.. suite.Cases.Select(c => new CheckedCase(c, results.GetValueOrDefault(c.Name)))];
    }

    private static IEnumerable<CaseResult> Found(WorkerExit exit, string[] cases)
    {
        if (exit.Result is { } result && result.Cases.Any(c => cases.Contains(c.Name)))
            return result.Cases.Where(c => cases.Contains(c.Name));
        // What ended it from outside says nothing about the case.
        var status = exit.Outcome == WorkerOutcome.Killed ? CaseStatus.NotRun : CaseStatus.Failed;
        string[] accused = exit.LastCase is { } at && cases.Contains(at) ? [at] : cases;
        return accused.Select(name => new CaseResult
        {
            Name = name,
            Status = status,
            Reason = exit.Reason ?? "the worker left a result without its cases",
        });
    }
}

/// <summary>A case and what was found of it.</summary>
/// <param name="Benchmark">The case.</param>
/// <param name="Result">What was found; null if this device cannot run it.</param>
internal sealed record CheckedCase(BenchmarkCase Benchmark, CaseResult? Result)
{
    /// <summary>What is wrong with it; null if it is right, or was not checked.</summary>
    /// <param name="at">The line of its kernel; null if it is not known.</param>
    public Diagnostic? Fault(SourceLocation? at) =>
        Result switch
        {
            null or { Status: CaseStatus.Measured } => null,
            { Status: CaseStatus.NotRun } => DiagnosticCatalog.NotRun(Benchmark.Name, Result.Reason ?? "", at),
            _ => DiagnosticCatalog.Incorrect(Benchmark.Name, Result.Reason ?? "", at),
        };
}
