using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>
/// Refuses a repository that tracks what the gate keeps for itself: compiled kernels, what they were compiled from, and
/// expected outputs. The gate trusts those files, and a branch could bring along what fits none of its sources.
/// </summary>
internal static class TrackedKeptFiles
{
    /// <summary>Looks for such files.</summary>
    /// <param name="root">A folder in the repository, absolute.</param>
    /// <param name="folders">The folders that the gate keeps such files in, absolute.</param>
    /// <exception cref="PerfGateException">PG4024: git tracks one.</exception>
    public static void Refuse(string root, IEnumerable<string> folders)
    {
        using var repository = Open(root);
        if (repository?.TrackedBelow(folders) is { } path)
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
