using System.IO.Compression;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>A zip file as the artifact store delivers it. It is read in memory and never unpacked.</summary>
internal sealed class ZipSource : IArtifactSource
{
    private readonly string _path;
    private readonly ArtifactLimits _limits;
    private readonly ZipArchive _archive;

    /// <summary>Opens the file.</summary>
    /// <exception cref="PerfGateException">PG5010: it is not a zip file; PG5011: it is too large.</exception>
    public ZipSource(string path, ArtifactLimits limits)
    {
        _path = path;
        _limits = limits;
        if (new FileInfo(path).Length > limits.Zip)
        {
            throw Refused.TooLarge(path, $"the zip file is larger than {limits.Zip:N0} bytes.");
        }

        FileStream? stream = null;
        try
        {
            stream = InputFile.Open(path, FileLimit.Archive);
            _archive = new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (PerfGateException e)
        {
            throw Refused.Unreadable(path, e.Diagnostics[0].Message, e);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            stream?.Dispose();
            throw Refused.Unreadable(path, $"{e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactEntry> Entries()
    {
        try
        {
            if (_archive.Entries.Count > _limits.Entries)
                throw Refused.TooLarge(
                    _path,
                    $"it has {_archive.Entries.Count:N0} entries; at most {_limits.Entries:N0} are read."
                );
            foreach (var entry in _archive.Entries)
                CheckKind(entry);
            return [.. _archive.Entries.Where(e => !e.FullName.EndsWith('/')).Select(Checked)];
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Refused.Unreadable(_path, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private void CheckKind(ZipArchiveEntry entry)
    {
        if (ZipFaults.NotAFile(entry) is { } kind)
            throw Refused.Unsafe(_path, kind);
        if (ZipFaults.Encrypted(entry) is { } encrypted)
            throw Refused.Unreadable(_path, encrypted);
        // Folders are not read, but one that leads out tells enough.
        if (ZipFaults.Folder(entry) is { } folder)
            throw Refused.Unsafe(_path, folder);
    }

    private ArtifactEntry Checked(ZipArchiveEntry entry) =>
        ZipFaults.Bomb(entry, _limits) is { } bomb
            ? throw Refused.TooLarge(_path, bomb)
            : new ArtifactEntry(entry.FullName, entry.Length, entry.Open);
}
