using System.Collections.Immutable;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Outlines;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Finds outputs that start as NaN although a kernel updates them in place. That is what an output without a fill
/// holds, so that nothing but NaN can come of it.
/// </summary>
internal static class UnfilledBuffers
{
    /// <summary>The buffers of a case, as far as the texts of its kernels tell.</summary>
    /// <param name="context">The case.</param>
    /// <param name="buffers">Its buffers.</param>
    /// <param name="launches">Its launches, in order.</param>
    public static ImmutableArray<UnfilledBuffer> Of(
        CaseContext context,
        IReadOnlyList<BufferSpec> buffers,
        IEnumerable<LaunchSpec> launches
    )
    {
        if (context.Sources.Read(context.File.Resolve(context.File.Root["source"]!.Text)) is not { } source)
            return [];
        var poisoned = context.Benchmark["buffers"]!
            .Items.Where(n => n["fill"] is null)
            .Where(n => buffers.Any(b => b.Name == n["name"]!.Text && b.Fill.Kind == FillKind.Poison))
            .ToDictionary(n => n["name"]!.Text, n => n["name"]!.At, StringComparer.Ordinal);
        var found = ImmutableArray.CreateBuilder<UnfilledBuffer>();
        foreach (var launch in launches)
        {
            if (source.OutlineOf(KernelName.Parse(launch.Kernel)) is { } outline)
                found.AddRange(
                    ReadFirst(outline, launch)
                        .Where(poisoned.ContainsKey)
                        .Select(b => new UnfilledBuffer(b, launch.Kernel, poisoned[b]))
                );
            foreach (var written in launch.Written)
                poisoned.Remove(written);
        }

        return found.ToImmutable();
    }

    private static IEnumerable<string> ReadFirst(KernelOutline outline, LaunchSpec launch) =>
        outline
            .Parameters.Zip(launch.Arguments)
            .Where(p => p.First.IsReadFirst)
            .Select(p => p.Second.Buffer)
            .OfType<string>()
            .Distinct();
}
