using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Sharding;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring;

/// <summary>The cases of one shard.</summary>
/// <param name="Shard">Which shard, with the names of the whole suite.</param>
/// <param name="Names">The names of its cases, canaries left out.</param>
internal sealed record CaseShare(Shard Shard, ImmutableHashSet<string> Names)
{
    /// <summary>A filter that selects them.</summary>
    public string Filter => CaseFilter.Exactly(Names.Order(StringComparer.Ordinal));

    /// <summary>Deals a suite's cases out.</summary>
    /// <param name="shard">Which shard.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="filter">The filter in force; null for all cases.</param>
    /// <param name="last">The last measurement of the device, which says what a case costs; null for none.</param>
    /// <exception cref="PerfGateException">PG9013: there are more shards than cases.</exception>
    public static CaseShare Of(Shard shard, BenchmarkSuite suite, string? filter, Measurement? last)
    {
        var costs = (last?.Cases ?? []).Where(c => c.Runs.Length > 0)
            .ToDictionary(c => c.Name, Cost, StringComparer.Ordinal);
        var all = CaseFilter.Apply(suite, filter).Cases.Where(c => c.Role == CaseRole.Case)
            .ToDictionary(
                c => c.Name,
                c => c.SkipReason is not null ? 0 : costs.TryGetValue(c.Name, out var cost) ? cost : (double?)null,
                StringComparer.Ordinal);
        var names = CaseShards.Of(all, shard);
        if (names.IsEmpty)
            throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    "--shard",
                    shard.ToString(),
                    $"this shard gets no case: there are {all.Count}. Use at most so many shards."),
                ExitCode.Usage);
        return new(shard with { Suite = [.. all.Keys.Order(StringComparer.Ordinal)] }, names);
    }

    // What a run spends on a case besides its samples, making inputs and checking outputs, nanoseconds.
    private const double Overhead = 50e6;

    private static double Cost(MeasuredCase c) =>
        Overhead + c.Runs.Average(r => r.Samples.Sum());
}
