using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>
/// A folder: the gate's own output, or an artifact that a workflow unpacked. Links are refused, not followed.
/// </summary>
internal sealed class FolderSource(string path, ArtifactLimits limits) : IArtifactSource
{
    /// <inheritdoc/>
    public IReadOnlyList<ArtifactEntry> Entries()
    {
        try
        {
            var found = new List<ArtifactEntry>();
            var seen = 0;
            Add(new DirectoryInfo(path), "", depth: 0, found, ref seen);
            return found;
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Refused.Unreadable(path, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Add(DirectoryInfo folder, string prefix, int depth, List<ArtifactEntry> found, ref int seen)
    {
        if (depth > limits.FolderDepth)
            throw Refused.Unsafe(path, $"its folders are nested deeper than {limits.FolderDepth}.");
        foreach (var item in folder.EnumerateFileSystemInfos())
        {
            if (++seen > limits.Entries)
                throw Refused.TooLarge(path, $"it holds more than {limits.Entries:N0} files.");
            var name = prefix + item.Name;
            if (item.LinkTarget is not null || item.Attributes.HasFlag(FileAttributes.ReparsePoint))
                throw Refused.Unsafe(path, $"{Refused.Shown(name)} is a link.");
            switch (item)
            {
                case DirectoryInfo child:
                    Add(child, name + "/", depth + 1, found, ref seen);
                    break;
                // Opening a pipe would wait for ever; it has no length, and neither has any file of use.
                case FileInfo { Length: > 0 } file:
                    found.Add(
                        new ArtifactEntry(
                            name,
                            file.Length,
                            () => InputFile.Open(file.FullName, FileLimit.Exactly("a file of an artifact", limits.File))
                        )
                    );
                    break;
            }
        }
    }
}
