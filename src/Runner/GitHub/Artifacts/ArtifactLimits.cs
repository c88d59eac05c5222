using PerfGate.Core.Files;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>
/// What an artifact may be at most. Far above what PerfGate writes, far below what harms a hosted runner.
/// </summary>
internal sealed record ArtifactLimits
{
    private const long MiB = 1024 * 1024;

    /// <summary>Size of the zip file, bytes; it also bounds the memory that its directory takes.</summary>
    public long Zip { get; init; } = FileLimit.Archive.MaximumBytes;

    /// <summary>Number of files and folders.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>Sum of all files once unpacked, bytes.</summary>
    public long Total { get; init; } = 512 * MiB;

    /// <summary>Any one file once unpacked, bytes.</summary>
    public long File { get; init; } = 128 * MiB;

    /// <summary>
    /// Unpacked over packed size of files above 1 MiB. Our JSON packs about ten times, Deflate's end is at 1,032.
    /// </summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Nesting of JSON; our files nest below ten.</summary>
    public int JsonDepth { get; init; } = 32;

    /// <summary>Depth of folders.</summary>
    public int FolderDepth { get; init; } = 16;
}
