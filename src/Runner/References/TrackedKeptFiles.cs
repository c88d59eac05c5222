using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Git;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.References;

/// <summary>
/// Refuses a repository that tracks what the gate keeps for itself: compiled kernels, what they were compiled from, and
/// expected outputs. The gate trusts those files, and a branch could bring along what fits none of its sources.
/// </summary>
internal static class TrackedKeptFiles
{
    /// <summary>Looks for such files.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="catalog">The compiled kernels.</param>
    /// <exception cref="PerfGateException">PG4024: git tracks one.</exception>
    public static void Refuse(GateRunRequest request, KernelCatalog catalog)
    {
        using var repository = Open(request.Root);
        var modules = catalog.Compiled.Modules.Select(m => Path.GetDirectoryName(catalog.BinaryOf(m))!);
        if (repository?.TrackedBelow([request.WorkFolder, request.Cached, .. modules.Distinct()]) is { } path)
            throw new PerfGateException(DiagnosticCatalog.KeptFileTracked(path), ExitCode.Usage);
    }

    // One that cannot be read is refused where its base is resolved.
    private static GitRepository? Open(string root)
    {
        try
        {
            return GitRepository.Open(root);
        }
        catch (PerfGateException)
        {
            return null;
        }
    }
}
