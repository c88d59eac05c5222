using LibGit2Sharp;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Git;

/// <summary>What libgit2 refuses, in words that say what to do about it.</summary>
internal static class GitFailure
{
    // Words of failures that lie in objects, of which 'git status' says nothing.
    private static readonly string[] _objects = ["loose object", "packfile", "pack index", "delta"];

    /// <summary>Turns a failure of libgit2 into a diagnostic.</summary>
    /// <param name="path">The folder or work tree.</param>
    /// <param name="failure">What it threw.</param>
    /// <param name="shallow">Whether the clone is shallow.</param>
    public static PerfGateException ToException(string path, LibGit2SharpException failure, bool shallow = false)
    {
        var diagnostic = failure switch
        {
            NotFoundException when shallow => DiagnosticCatalog.CloneTooShallow(
                "an object that is needed was not fetched."
            ),
            NotFoundException => DiagnosticCatalog.RepositoryUnusable(
                path,
                $"an object is missing ({Text(failure)}). In a partial clone fetch all of them: 'git fetch --refetch "
                    + $"--no-filter'; otherwise 'git fsck' tells what broke."
            ),
            _ when Text(failure).Contains("not owned by", StringComparison.Ordinal) =>
                DiagnosticCatalog.RepositoryUnusable(
                    path,
                    $"it belongs to another user, and git does not trust such a folder. If you do: git config --global "
                        + $"--add safe.directory '{path}'"
                ),
            _ when Text(failure).Contains("unsupported extension", StringComparison.Ordinal) =>
                DiagnosticCatalog.RepositoryUnusable(
                    path,
                    $"it uses a git extension that libgit2 does not know ({Text(failure)}). Use a clone without it; or "
                        + $"measure without a comparison, with PerfGateReference=none and no base named."
                ),
            _ when Text(failure).Contains("object format", StringComparison.OrdinalIgnoreCase)
                    || Text(failure).Contains("sha256", StringComparison.OrdinalIgnoreCase) =>
                DiagnosticCatalog.RepositoryUnusable(
                    path,
                    $"its object format is one that libgit2 does not know ({Text(failure)}). Use a clone with SHA-1; "
                        + $"or measure without a comparison, with PerfGateReference=none and no base named."
                ),
            _ when Text(failure).Contains("mandatory extension: 'sdir'", StringComparison.Ordinal) =>
                DiagnosticCatalog.RepositoryUnusable(
                    path,
                    $"its index is a sparse one, which libgit2 does not know ({Text(failure)}). Make it a full one, "
                        + "which leaves the same files checked out: 'git sparse-checkout reapply --no-sparse-index'"
                ),
            _ when Text(failure).Contains("mandatory extension: 'link'", StringComparison.Ordinal) =>
                DiagnosticCatalog.RepositoryUnusable(
                    path,
                    $"its index is a split one, which libgit2 does not know ({Text(failure)}). Make it a whole one, "
                        + "which changes nothing else: 'git update-index --no-split-index'"
                ),
            _ when _objects.Any(word => Text(failure).Contains(word, StringComparison.Ordinal)) =>
                DiagnosticCatalog.RepositoryUnusable(path, $"{Text(failure)}. 'git fsck' in this folder tells more."),
            _ => DiagnosticCatalog.RepositoryUnusable(
                path,
                $"{Text(failure)}. 'git status' in this folder tells more."
            ),
        };
        return new(diagnostic, ExitCode.Usage, failure);
    }

    private static string Text(LibGit2SharpException failure) => failure.Message.TrimEnd('.', ' ');
}
