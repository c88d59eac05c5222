using System.Collections.Immutable;
using PerfGate.Core.Explaining;
using PerfGate.Core.Measurements;
using PerfGate.Core.Prechecks;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Explaining;

/// <summary>Compares the machine code of every kernel that a change touches, each once.</summary>
internal static class ChangedCode
{
    // As many as a person reads. A change of a header that all kernels include shows in the first ones.
    private const int MostKernels = 20;

    /// <summary>The changed kernels, the most changed first.</summary>
    /// <param name="request">The candidate's manifests and root.</param>
    /// <param name="catalog">The candidate's kernels.</param>
    /// <param name="device">The device that they are for.</param>
    /// <param name="suite">The candidate's cases.</param>
    /// <param name="side">The base.</param>
    /// <param name="compared">The cases with the kernels of both sides.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<ImmutableArray<ChangedKernel>> OfAsync(
        GateRunRequest request,
        KernelCatalog catalog,
        DeviceFacts device,
        BenchmarkSuite suite,
        TrialSide side,
        ImmutableArray<MeasuredCase> compared,
        CancellationToken cancellation
    )
    {
        var pairs = compared
            .SelectMany(c =>
                c.Kernels.Join(c.ReferenceKernels, k => k.Name, k => k.Name, (now, before) => (Case: c, now, before))
            )
            .Where(p => p.now.CodeHash != p.before.CodeHash)
            .DistinctBy(p => (p.now.Name, p.now.CodeHash, p.before.CodeHash))
            .Take(MostKernels)
            .ToList();
        if (pairs.Count == 0 || side.Base is not { } theirs)
            return [];
        var (theirSuite, kernels) = (
            ManifestLoader.Load(theirs.Manifests, device, theirs.Root),
            KernelCatalog.Read(theirs.Kernels)
        );
        var disassembler = new Disassembler();
        var changed = new List<ChangedKernel>();
        foreach (var (measured, now, before) in pairs)
        {
            var explained = await CodeComparison
                .OfAsync(
                    disassembler,
                    new(catalog, suite.Require(measured.Name), request.Root, request.Manifests),
                    new(kernels, theirSuite.Require(measured.Name), theirs.Root, theirs.Manifests),
                    new ExplainedKernel
                    {
                        Name = now.Name,
                        Reference = before,
                        Candidate = now,
                    },
                    device.ComputeCapability,
                    cancellation
                )
                .ConfigureAwait(false);
            changed.Add(new(now.Name, measured.Source, explained.Code, explained.NoCode));
        }

        return [.. changed.OrderByDescending(c => (c.Difference?.Added ?? 0) + (c.Difference?.Removed ?? 0))];
    }
}
