using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>A file that steers the gate: its text at the base and in the work tree.</summary>
/// <param name="Path">Relative to the work tree, forward slashes; as given where there is no repository.</param>
/// <param name="Committed">
/// Its text at the merge base; null if it is not there, or if there is no merge base.
/// </param>
/// <param name="Present">
/// Its text in the work tree, or in git's index where a sparse checkout leaves it out; null if it is not there.
/// </param>
internal sealed record SteeringFile(string Path, string? Committed, string? Present)
{
    /// <summary>Whether the two differ by more than their line ends, which a checkout may convert.</summary>
    public bool Differs => Lines(Committed) != Lines(Present);

    /// <summary>Reads both sides.</summary>
    /// <param name="repository">The repository; null for none.</param>
    /// <param name="commit">The merge base; null for none.</param>
    /// <param name="file">The file, absolute.</param>
    /// <param name="limit">Its kind; null for a baseline.</param>
    /// <exception cref="PerfGateException">
    /// PG9001, PG9014, PG9015: it is there and cannot be read, is too large, or is not a file. PG4011, PG4012: git's
    /// object of it was not fetched.
    /// </exception>
    public static SteeringFile Read(GitRepository? repository, string? commit, string file, FileLimit? limit = null)
    {
        var path = repository?.PathInTree(file);
        var committed = path is not null && commit is not null ? repository!.ReadText(commit, path) : null;
        return new(
            path ?? file,
            committed,
            InputFile.IsThere(file) ? InputFile.Text(file, limit ?? FileLimit.Baseline)
                : path is null ? null
                : repository!.TextLeftOut(path)
        );
    }

    /// <summary>
    /// Insists that the file is there on either side: it was named, and a typing error must not give the defaults.
    /// </summary>
    /// <exception cref="PerfGateException">PG9001: it is there on neither side.</exception>
    public void Require()
    {
        if (Committed is null && Present is null)
        {
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(
                    Path,
                    "the file was named and is not there. Correct the name, or leave it out for perfgate.json at the "
                        + "root."
                ),
                ExitCode.Usage
            );
        }
    }

    private static string? Lines(string? text) => text?.ReplaceLineEndings("\n");
}
