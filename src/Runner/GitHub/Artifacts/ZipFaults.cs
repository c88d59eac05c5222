using System.IO.Compression;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>What is wrong with an entry of a zip file, as a sentence that names it; null if nothing is.</summary>
internal static class ZipFaults
{
    private const long RatioCountsFrom = 1024 * 1024;

    // The upper half of the external attributes holds st_mode where a Unix program wrote the file.
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int FolderType = 0x4000;

    /// <summary>It is a link or a device.</summary>
    public static string? NotAFile(ZipArchiveEntry entry) =>
        ((entry.ExternalAttributes >> 16) & TypeMask) is 0 or RegularFile or FolderType
            ? null
            : $"its entry {Refused.Shown(entry.FullName)} is a link or a device, not a plain file.";

    /// <summary>It is encrypted.</summary>
    public static string? Encrypted(ZipArchiveEntry entry) =>
        entry.IsEncrypted ? $"its entry {Refused.Shown(entry.FullName)} is encrypted." : null;

    /// <summary>It is a folder that leads out of the archive.</summary>
    public static string? Folder(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith('/') && EntryNames.Fault(entry.FullName[..^1]) is { } fault
            ? $"the name {Refused.Shown(entry.FullName)} in it {fault}."
            : null;

    /// <summary>It unpacks to far more than its size.</summary>
    public static string? Bomb(ZipArchiveEntry entry, ArtifactLimits limits) =>
        entry.Length > RatioCountsFrom && entry.Length / Math.Max(1, entry.CompressedLength) > limits.Ratio
            ? $"its entry {Refused.Shown(entry.FullName)} unpacks to more than {limits.Ratio} times its size, as a zip "
                + "bomb does."
            : null;
}
