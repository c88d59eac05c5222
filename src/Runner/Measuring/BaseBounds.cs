using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// The bounds that a branch cannot loosen: of its own and the base's the stricter, and the outputs that either
/// compares.
/// </summary>
internal static class BaseBounds
{
    /// <summary>
    /// The bounds that take the place of the manifest's, by case; cases whose manifest is as strict are not among them.
    /// </summary>
    /// <param name="cases">The candidate's cases.</param>
    /// <param name="declared">What the base declares of a case; null if that is not known.</param>
    /// <param name="policy">The policy, whose entries may accept a change of the check.</param>
    /// <param name="today">The day on which those must still count.</param>
    public static ImmutableDictionary<string, ImmutableArray<OutputTolerance>> Of(
        IReadOnlyCollection<BenchmarkCase> cases,
        Func<string, CaseDeclaration?> declared,
        GatePolicy policy,
        DateOnly today
    )
    {
        var byName = cases.DistinctBy(c => c.Name).ToDictionary(c => c.Name, StringComparer.Ordinal);
        return (
            from benchmark in byName.Values
            where AcceptedCheckEdit.Covering(policy, benchmark.Name, today) is null
            let before = declared(benchmark.Name)
            where before is not null
            let bounds = Stricter(benchmark, before, byName)
            where !bounds.SequenceEqual(benchmark.Check.Outputs)
            select (benchmark.Name, bounds)).ToImmutableDictionary(b => b.Name, b => b.bounds);
    }

    private static ImmutableArray<OutputTolerance> Stricter(
        BenchmarkCase benchmark,
        CaseDeclaration before,
        Dictionary<string, BenchmarkCase> cases
    ) =>
        [
            .. benchmark.Check.Outputs.Select(o =>
                before.Outputs.FirstOrDefault(b => b.Buffer == o.Buffer) is { } theirs
                    ? new(o.Buffer, Least(o.Relative, theirs.Relative), Least(o.Absolute, theirs.Absolute))
                    : o
            ),
            .. before
                .Outputs.Where(b =>
                    benchmark.Check.Outputs.All(o => o.Buffer != b.Buffer)
                    && CanBeCompared(benchmark, before, b.Buffer, cases)
                )
                .Select(b => new OutputTolerance(b.Buffer, b.Relative, b.Absolute)),
        ];

    // An output that the branch no longer compares still can be where the buffer is the same and something computes
    // what is expected of it.
    private static bool CanBeCompared(
        BenchmarkCase benchmark,
        CaseDeclaration before,
        string name,
        Dictionary<string, BenchmarkCase> cases
    )
    {
        var (now, old) = (
            benchmark.Buffers.FirstOrDefault(b => b.Name == name),
            before.Buffers.FirstOrDefault(b => b.Name == name)
        );
        if (
            now is null
            || old is null
            || now.Count != old.Count
            || !string.Equals($"{now.Type}", old.Type, StringComparison.OrdinalIgnoreCase)
        )
            return false;
        return benchmark.Check switch
        {
            { Function: { } function } => function.Arguments.Any(a => a.Buffer == name),
            { Benchmark: { } other } => cases.GetValueOrDefault(other)?.Check.Outputs.Any(o => o.Buffer == name)
                == true,
            _ => false,
        };
    }

    private static double? Least(double? a, double? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;
}
