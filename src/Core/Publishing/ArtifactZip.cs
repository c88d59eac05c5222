using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace PerfGate.Core.Publishing;

/// <summary>
/// The archive of a publication: files, and the list of their checksums. The same files give the same bytes: names in
/// order, one date for all, no attributes of the machine.
/// </summary>
public static class ArtifactZip
{
    /// <summary>The list of checksums, as <c>sha256sum --check</c> reads it.</summary>
    public const string ChecksumsName = "checksums.txt";

    // The earliest date that a zip file can hold.
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes the archive.</summary>
    /// <param name="files">Its files by their paths, forward slashes; without checksums.</param>
    public static byte[] Write(IReadOnlyDictionary<string, byte[]> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
                Add(zip, path, content);
            Add(zip, ChecksumsName, Encoding.UTF8.GetBytes(Checksums(files)));
        }

        return bytes.ToArray();
    }

    /// <summary>The list of checksums of files.</summary>
    /// <param name="files">The files by their paths.</param>
    public static string Checksums(IReadOnlyDictionary<string, byte[]> files) =>
        string.Concat(
            files
                .OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(f.Value))}  {f.Key}\n")
        );

    /// <summary>Holds files against their list.</summary>
    /// <param name="files">The files by their paths, without the list.</param>
    /// <param name="list">The list.</param>
    /// <returns>
    /// What is wrong, one clause for each file, by the file's name: changed, missing, not in the list, listed twice.
    /// </returns>
    public static ImmutableArray<string> Faults(IReadOnlyDictionary<string, byte[]> files, string list)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in list.Split('\n').Where(l => l.Length > 0))
        {
            if (line.Length < 67 || line[64..66] != "  ")
                faults.Add($"{ChecksumsName} has a line that is no checksum");
            else if (!listed.TryAdd(line[66..], line[..64]))
                faults.Add($"{line[66..]} is in {ChecksumsName} twice");
        }

        foreach (var (path, digest) in listed.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            if (!files.TryGetValue(path, out var content))
                faults.Add($"{path} is missing");
            else if (Convert.ToHexStringLower(SHA256.HashData(content)) != digest)
                faults.Add($"{path} was changed: its checksum is not the one in {ChecksumsName}");
        }

        faults.AddRange(
            files
                .Keys.Where(f => !listed.ContainsKey(f))
                .Order(StringComparer.Ordinal)
                .Select(f => $"{f} is not in {ChecksumsName}")
        );
        return faults.ToImmutable();
    }

    private static void Add(ZipArchive zip, string path, byte[] content)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = Date;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
