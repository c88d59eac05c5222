using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Optimizing;

/// <summary>Candidate and baselines: all that can be known of them before anything is compiled or measured.</summary>
internal static class ComparedBenchmarks
{
    /// <summary>Holds that they are there, run here, and have times of one kind.</summary>
    /// <param name="suite">The cases.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="baselines">The baselines.</param>
    /// <exception cref="PerfGateException">
    /// PG2076, PG2079, PG2083: one is not declared, cannot run here, or is timed in another way.
    /// </exception>
    public static void Require(BenchmarkSuite suite, string candidate, ImmutableArray<string> baselines)
    {
        var cases = suite.Cases.Where(c => c.Role == CaseRole.Case).ToLookup(c => c.Benchmark);
        var ours = Runnable(cases, candidate);
        foreach (var theirs in baselines.Select(b => Runnable(cases, b)))
            if (SpeedComparison.WhyNotAlike(Work(ours), Work(theirs)) is { } unlike)
                throw new PerfGateException(
                    DiagnosticCatalog.UnlikeTimes(theirs.DeclaredAt, candidate, theirs.Benchmark, unlike),
                    ExitCode.Usage
                );
    }

    private static BenchmarkCase Runnable(ILookup<string, BenchmarkCase> cases, string name)
    {
        if (!cases.Contains(name))
            throw new PerfGateException(
                DiagnosticCatalog.BenchmarkUnknown(name, cases.Select(c => c.Key)),
                ExitCode.Usage
            );
        var first = cases[name].FirstOrDefault(c => c.SkipReason is null) ?? cases[name].First();
        return CommandNeeds.SkipReason(first) is { } why
            ? throw new PerfGateException(
                DiagnosticCatalog.BenchmarkNotHere(first.DeclaredAt, name, why),
                ExitCode.Environment
            )
            : first;
    }

    private static ObservedWork? Work(BenchmarkCase one) =>
        one.Command is { } command ? new() { Measured = command.Measure.Words } : null;
}
