using System.Collections.Immutable;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Tells the compile step what a suite needs.</summary>
internal static class CompilePlanner
{
    /// <summary>
    /// The plan of a suite: each source once per set of macros, with the functions that its cases use.
    /// </summary>
    /// <param name="suite">The suite; cases that the device cannot run add nothing.</param>
    public static CompilePlan Plan(BenchmarkSuite suite)
    {
        var run = suite.Cases.Concat(suite.ExpectedOnly).Where(c => c.SkipReason is null).ToList();
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
                        Libraries =
                            g.Key.Kind == ModuleKind.Functions ? FunctionCalls.Libraries(run, g.Key.Source) : [],
                        Calls = g.Key.Kind switch
                        {
                            ModuleKind.Kernels => Instances(run, g.Key.Source, g.Key.Defines),
                            ModuleKind.Expected => Calls(run, g.Key.Source),
                            ModuleKind.Functions => FunctionCalls.Of(run, g.Key.Source, g.Key.Defines),
                        },
                        Guard = Names(run, g.Key, c => c.Guard),
                        Omit = Names(run, g.Key, c => c.Omit),
                    })
                    .OrderBy(m => m.Source, StringComparer.Ordinal)
                    .ThenBy(m => m.Kind)
                    .ThenBy(m => m.Defines, StringComparer.Ordinal),
            ],
            Cases = [.. suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name).Order(StringComparer.Ordinal)],
        };
    }

    // What the cases of a module say of its source; a reference has none.
    private static ImmutableArray<string> Names(
        IEnumerable<BenchmarkCase> cases,
        (string Source, ModuleKind Kind, string Defines) module,
        Func<BenchmarkCase, ImmutableArray<string>> names
    ) =>
        [
            .. cases
                .Where(c =>
                    module.Kind != ModuleKind.Expected && c.Source == module.Source && c.Defines == module.Defines)
                .SelectMany(c => names(c))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    // Where manifests name instances of templates: their arguments are C++ that no source has.
    private static ImmutableArray<PlannedCall> Instances(
        IEnumerable<BenchmarkCase> cases, string source, string defines) =>
        [
            .. cases
                .Where(c => c.Command is null && c.LaunchedFrom == ModuleKind.Kernels)
                .Where(c => c.Source == source && c.Defines == defines)
                .SelectMany(c => c.Launches
                    .Where(l => KernelName.Parse(l.Kernel).TemplateArguments is not null)
                    .Select(l =>
                        new PlannedCall(l.Kernel, c.Benchmark, c.DeclaredAt.File, []) { Line = l.NamedAt }))
                .DistinctBy(c => c.Function)
                .OrderBy(c => c.Function, StringComparer.Ordinal),
        ];

    // Each kind of call once: the points of a benchmark differ in numbers only.
    private static ImmutableArray<PlannedCall> Calls(IEnumerable<BenchmarkCase> cases, string source) =>
        [
            .. cases
                .SelectMany(c => CallsOf(c, source))
                .DistinctBy(c => (c.Function, string.Join(' ', c.Arguments.Select(a => a.Type))))
                .OrderBy(c => c.Function, StringComparer.Ordinal)
                .ThenBy(c => c.Benchmark, StringComparer.Ordinal),
        ];

    private static IEnumerable<PlannedCall> CallsOf(BenchmarkCase benchmark, string source)
    {
        if (benchmark.Check.Function is { } check && check.Source == source)
            yield return Call(benchmark, check, [.. benchmark.Check.Outputs.Select(o => o.Buffer)]);
        if (benchmark.InputFunction is { } input && input.Source == source)
            yield return Call(
                benchmark,
                input,
                [.. benchmark.Buffers.Where(b => b.Fill.Kind == FillKind.Function).Select(b => b.Name)]
            );
    }

    private static PlannedCall Call(BenchmarkCase benchmark, ExpectedFunction function, HashSet<string> outputs)
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
                outputs.Contains(name)
            );
    }

    private static IEnumerable<(string Source, ModuleKind Kind, string Defines, string Function)> Functions(
        BenchmarkCase benchmark
    )
    {
        foreach (var launch in benchmark.Launches)
            yield return (benchmark.Source, benchmark.LaunchedFrom, benchmark.Defines, launch.Kernel);
        foreach (var function in new[] { benchmark.Check.Function, benchmark.InputFunction }.OfType<ExpectedFunction>())
            yield return (function.Source, ModuleKind.Expected, "", function.Name);
    }
}
