using System.Collections.Immutable;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Tells the compile step what manifests pass to benchmark functions.</summary>
internal static class FunctionCalls
{
    /// <summary>Each kind of call once: the points of a benchmark differ in numbers only.</summary>
    /// <param name="cases">The cases that run.</param>
    /// <param name="source">The source of the functions.</param>
    /// <param name="defines">The macros that it is compiled with.</param>
    public static ImmutableArray<PlannedCall> Of(IEnumerable<BenchmarkCase> cases, string source, string defines) =>
        [
            .. cases
                .Where(c => c.Source == source && c.Defines == defines)
                .SelectMany(c => c.Launches.Where(l => l.Function is not null).Select(l => Call(c, l)))
                .DistinctBy(c => (c.Function, string.Join(' ', c.Arguments.Select(a => a.Type))))
                .OrderBy(c => c.Function, StringComparer.Ordinal)
                .ThenBy(c => c.Benchmark, StringComparer.Ordinal),
        ];

    /// <summary>What the functions of a source are linked with.</summary>
    /// <param name="cases">The cases that run.</param>
    /// <param name="source">The source of the functions.</param>
    public static ImmutableArray<string> Libraries(IEnumerable<BenchmarkCase> cases, string source) =>
        [.. cases.Where(c => c.Source == source).SelectMany(c => c.Libraries).Distinct().Order(StringComparer.Ordinal)];

    private static PlannedCall Call(BenchmarkCase benchmark, LaunchSpec launch) =>
        new(
            launch.Kernel,
            benchmark.Benchmark,
            benchmark.DeclaredAt.File,
            [.. launch.Arguments.Select(a => Argument(a, benchmark, launch))]
        )
        {
            Line = launch.Function!.Line,
        };

    private static PlannedArgument Argument(ArgumentSpec argument, BenchmarkCase benchmark, LaunchSpec launch) =>
        argument.Buffer is { } name
            ? new(benchmark.Buffers.Single(b => b.Name == name).Type.Name() + "[]", name, launch.Written.Contains(name))
            : new(argument.Type.Name());
}
