using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring;

/// <summary>The cases of a suite that a measurement takes.</summary>
internal static class Selection
{
    /// <summary>Those that the filter keeps, and every canary: without canaries nothing tells whether the machine has drifted.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="filter">The filter; null for all.</param>
    public static ImmutableArray<BenchmarkCase> Of(BenchmarkSuite suite, string? filter)
    {
        var kept = CaseFilter.Apply(suite, filter).Cases;
        return [.. suite.Cases.Where(c => c.Role == CaseRole.Canary || kept.Contains(c))];
    }
}
