using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Git;

/// <summary>The <c>.git</c> that makes a folder a work tree: a folder, or a file that names one.</summary>
internal static class GitMarker
{
    private const string Name = ".git";
    private const string Key = "gitdir:";

    /// <summary>
    /// Why the nearest <c>.git</c> above a folder leads to no repository; null if it does, or if there is none.
    /// </summary>
    /// <param name="folder">A folder, absolute.</param>
    /// <returns>The marker and the reason, or null.</returns>
    public static (string Path, string Why)? Broken(string folder)
    {
        var start = WorkTreePath.Physical(Path.GetFullPath(folder));
        for (var here = start; here is not null; here = Path.GetDirectoryName(here))
        {
            var marker = Path.Combine(here, Name);
            if (File.Exists(marker))
                return BrokenFile(marker) is { } why ? (marker, why) : null;
            if (Directory.Exists(marker) && File.Exists(Path.Combine(marker, "HEAD")))
                return null;
        }

        return null;
    }

    private static string? BrokenFile(string marker)
    {
        string line;
        try
        {
            line = InputFile.Text(marker, FileLimit.Arguments).ReplaceLineEndings("\n").Split('\n')[0];
        }
        catch (PerfGateException e)
        {
            return $"the file .git cannot be read ({e.Diagnostics[0].Message})";
        }

        if (!line.StartsWith(Key, StringComparison.Ordinal))
            return "the file .git does not name a repository; it should begin with 'gitdir:'";
        var target = ForeignPath.Full(line[Key.Length..].Trim(), Path.GetDirectoryName(marker)!);
        return Directory.Exists(target)
            ? null
            : $"the file .git names {target}, which is not there. Where a work tree or its repository was moved, "
                + "run 'git worktree repair'; in a submodule run 'git submodule update --init'; in a container mount "
                + "the repository too";
    }
}
