using System.Collections.Immutable;
using PerfGate.Core.Explaining;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Explaining;

/// <summary>Pairs of a fast and a slow kernel, counted by ncu on an H200: see <c>tests/data/explain</c>.</summary>
internal static class RecordedPairs
{
    // The program launches each kernel twice.
    private const int Times = 2;

    private static readonly Lazy<ImmutableArray<KernelCounters>> Fast = new(() => Read("fast"));
    private static readonly Lazy<ImmutableArray<KernelCounters>> Slow = new(() => Read("slow"));

    /// <summary>A kernel that became slow.</summary>
    public static ExplainedKernel Slowed(string kernel) => Between(kernel, Fast.Value, Slow.Value);

    /// <summary>A kernel that became fast.</summary>
    public static ExplainedKernel Sped(string kernel) => Between(kernel, Slow.Value, Fast.Value);

    /// <summary>A kernel on which nothing was done: two recordings of one side.</summary>
    public static ExplainedKernel Same(string kernel) => Between(kernel, Fast.Value, Fast.Value);

    /// <summary>The machine code of a kernel.</summary>
    public static CodeListing Code(string side, string kernel) =>
        CodeListing.Reached(SassListing.Read(File.ReadLines(PathOf($"{side}.sass"))), kernel)!;

    public static string PathOf(string name) => Path.Combine(Checkout.Root, "tests", "data", "explain", name);

    private static ExplainedKernel Between(
        string kernel,
        ImmutableArray<KernelCounters> reference,
        ImmutableArray<KernelCounters> candidate
    ) =>
        new()
        {
            Name = kernel,
            Reference = new LaunchedKernel(kernel, "a"),
            Candidate = new LaunchedKernel(kernel, "b"),
            Counters = CounterPair.Of(
                reference.Single(c => c.Kernel == kernel),
                candidate.Single(c => c.Kernel == kernel)
            ),
        };

    private static ImmutableArray<KernelCounters> Read(string side) =>
        KernelCounters.Of(NcuCsv.Read(File.ReadAllText(PathOf($"{side}.csv")), $"{side}.csv"), Times);
}
