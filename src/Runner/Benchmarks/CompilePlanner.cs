using PerfGate.Core.Kernels;

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
            Modules =
            [
                .. functions
                    .GroupBy(f => (f.Source, f.Kind, f.Defines))
                    .Select(g => new PlannedModule(
                        g.Key.Source,
                        g.Key.Kind,
                        g.Key.Defines,
                        [.. g.Select(f => f.Function).Order(StringComparer.Ordinal)]
                    ))
                    .OrderBy(m => m.Source, StringComparer.Ordinal)
                    .ThenBy(m => m.Kind)
                    .ThenBy(m => m.Defines, StringComparer.Ordinal),
            ],
            Cases = [.. suite.Cases.Where(c => c.SkipReason is null).Select(c => c.Name).Order(StringComparer.Ordinal)],
        };
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
