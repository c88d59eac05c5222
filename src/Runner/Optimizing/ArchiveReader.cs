using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Publishing;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Artifacts;

namespace PerfGate.Runner.Optimizing;

/// <summary>
/// Reads the archive of a publication as if somebody had made it to do harm: within limits, plain files with plain
/// names only, each once, and each with the checksum that the list has. Nothing is written before all of it is checked.
/// </summary>
/// <param name="path">The archive.</param>
/// <param name="limits">What it may be at most.</param>
internal sealed class ArchiveReader(string path, ArtifactLimits limits)
{
    /// <summary>Reads it.</summary>
    /// <returns>Its files by their paths, without the list of checksums.</returns>
    /// <exception cref="PerfGateException">PG2080: it is refused, by the name of what is wrong.</exception>
    public ImmutableSortedDictionary<string, byte[]> Read()
    {
        try
        {
            if (new FileInfo(path) is { Exists: true } file && file.Length > limits.Zip)
                throw Refuse($"it is larger than {limits.Zip:N0} bytes");
            using var stream = InputFile.Open(path, FileLimit.Archive);
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return Checked(Files(zip));
        }
        catch (PerfGateException e) when (e.Diagnostics[0].Code != "PG2080")
        {
            throw Refuse(e.Diagnostics[0].Message, e);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Refuse($"it cannot be read: {e.Message}", e);
        }
    }

    private Dictionary<string, byte[]> Files(ZipArchive zip)
    {
        if (zip.Entries.Count > limits.Entries)
            throw Refuse($"it has {zip.Entries.Count:N0} entries; at most {limits.Entries:N0} are read");
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            if (Fault(entry) is { } fault)
                throw Refuse(fault);
            if (entry.FullName.EndsWith('/'))
                continue;
            // Two spellings of one name are one file on some systems.
            if (!names.Add(entry.FullName))
                throw Refuse($"it holds {Refused.Shown(entry.FullName)} twice");
            total += entry.Length;
            if (total > limits.Total)
                throw Refuse($"its files are together larger than {limits.Total:N0} bytes");
            using var content = entry.Open();
            files[entry.FullName] =
                BoundedRead.All(content, Math.Min(limits.File, entry.Length))
                ?? throw Refuse($"its file {Refused.Shown(entry.FullName)} is larger than it says, or than allowed");
        }

        return files;
    }

    private string? Fault(ZipArchiveEntry entry) =>
        ZipFaults.NotAFile(entry)
        ?? ZipFaults.Encrypted(entry)
        ?? ZipFaults.Folder(entry)
        ?? ZipFaults.Bomb(entry, limits)
        ?? (
            !entry.FullName.EndsWith('/') && EntryNames.Fault(entry.FullName) is { } name
                ? $"the name {Refused.Shown(entry.FullName)} in it {name}"
            : entry.Length > limits.File
                ? $"its file {Refused.Shown(entry.FullName)} is larger than {limits.File:N0} bytes"
            : null
        );

    private ImmutableSortedDictionary<string, byte[]> Checked(Dictionary<string, byte[]> files)
    {
        if (!files.Remove(ArtifactZip.ChecksumsName, out var list))
            throw Refuse($"it has no {ArtifactZip.ChecksumsName}");
        var faults = ArtifactZip.Faults(files, Encoding.UTF8.GetString(list));
        return faults.IsEmpty
            ? files.ToImmutableSortedDictionary(StringComparer.Ordinal)
            : throw Refuse(string.Join("; ", faults.Take(5)) + (faults.Length > 5 ? "; and more" : ""));
    }

    private PerfGateException Refuse(string why, Exception? cause = null) =>
        new(DiagnosticCatalog.ArchiveRefused(path, PlainText.LogLine(why, 1_000)), ExitCode.Usage, cause);
}
