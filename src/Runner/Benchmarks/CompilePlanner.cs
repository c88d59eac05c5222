using System.Collections.Immutable;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks.Manifests;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Tells the compile step what a suite needs.</summary>
internal static class CompilePlanner
{
    /// <summary>
    /// The plan of a suite: each source once per set of macros, with the functions that its cases use.
    /// </summary>
    /// <param name="suite">The suite; cases that the device cannot run ask for nothing.</param>
    public static CompilePlan Plan(BenchmarkSuite suite)
    {
        var run = suite.Cases.Concat(suite.ReferenceOnly).Where(c => c.SkipReason is null).ToList();
        var functions = run.SelectMany(Functions).Distinct();
        return new CompilePlan
        {
            Device = suite.Device.Kind,
            DeviceReason = suite.Device.Reason,
            ComputeCapability = suite.Device.IsHere ? null : suite.Device.ComputeCapability,
            Modules =
            [
                .. functions
                    .GroupBy(f => (f.Source, f.Kind, f.Defines))
                    .Select(g => new PlannedModule(
                        g.Key.Source,
                        g.Key.Kind,
                        g.Key.Defines,
                        [.. g.Select(f => f.Function).Order(StringComparer.Ordinal)]
                    )
                    {
                        Calls = g.Key.Kind == ModuleKind.Reference ? Calls(run, g.Key.Source) : [],
                    })
                    .OrderBy(m => m.Source, StringComparer.Ordinal)
                    .ThenBy(m => m.Kind)
                    .ThenBy(m => m.Defines, StringComparer.Ordinal),
            ],
            Cases = [.. suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name).Order(StringComparer.Ordinal)],
        };
    }

    // Each kind of call once: the points of a benchmark differ in numbers only.
    private static ImmutableArray<PlannedCall> Calls(IEnumerable<BenchmarkCase> cases, string source) =>
        [
            .. cases
                .Where(c => c.Check.Function?.Source == source)
                .Select(c => Call(c, c.Check.Function!))
                .DistinctBy(c => (c.Function, string.Join(' ', c.Arguments.Select(a => a.Type))))
                .OrderBy(c => c.Function, StringComparer.Ordinal)
                .ThenBy(c => c.Benchmark, StringComparer.Ordinal),
        ];

    private static PlannedCall Call(BenchmarkCase benchmark, ExpectedFunction function)
    {
        return new(
            function.Name,
            benchmark.Benchmark,
            benchmark.DeclaredAt.File,
            [.. function.Arguments.Select(a => a.Buffer is { } name ? Buffer(name) : new(a.Type.Name()))]
        );

        PlannedArgument Buffer(string name) =>
            new(
                benchmark.Buffers.Single(b => b.Name == name).Type.IsFloatingPoint() ? "f64[]" : "i64[]",
                name,
                benchmark.Check.Outputs.Any(o => o.Buffer == name)
            );
    }

    private static IEnumerable<(string Source, ModuleKind Kind, string Defines, string Function)> Functions(
        BenchmarkCase benchmark
    )
    {
        foreach (var launch in benchmark.Launches)
            yield return (benchmark.Source, ModuleKind.Kernels, benchmark.Defines, launch.Kernel);
        if (benchmark.Check.Function is { } reference)
            yield return (reference.Source, ModuleKind.Reference, "", reference.Name);
    }
}
