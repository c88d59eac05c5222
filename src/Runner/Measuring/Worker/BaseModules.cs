using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>The base's side of an interleaved trial.</summary>
/// <param name="Suite">Its cases.</param>
/// <param name="Modules">Its kernels.</param>
/// <param name="Outputs">
/// Compares its outputs with what the base itself expects of them: the branch may have changed what a case means.
/// </param>
internal sealed record BaseModules(BenchmarkSuite Suite, LoadedModules Modules, OutputChecker Outputs);
