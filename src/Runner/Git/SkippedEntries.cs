using System.Buffers.Binary;
using System.Text;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Git;

/// <summary>
/// The files that git's index holds and the work tree need not: a sparse checkout leaves them out. libgit2 reads the
/// mark that they bear and does not give it away, and calls them deleted.
/// </summary>
/// <remarks>The format: https://git-scm.com/docs/index-format.</remarks>
internal static class SkippedEntries
{
    private const int Header = 12;
    private const int FirstVersionWithMarks = 3;
    private const int VersionWithShortNames = 4;

    // Times, device, inode, mode, owner, size, the SHA-1 of the content; then two bytes of flags, and two more.
    private const int Fixed = 60;
    private const int Extended = 0x4000;
    private const int SkipWorkTree = 0x4000;

    private static readonly FileLimit Limit = new(
        "the index of git",
        1 << 30,
        "Measure in a repository with fewer files."
    );

    /// <summary>Their paths, forward slashes; those that can be read where the index ends early.</summary>
    /// <param name="index">The index; need not exist.</param>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG9001, PG9014, PG9015: it cannot be read.</exception>
    public static IReadOnlySet<string> Of(string index) =>
        InputFile.IsThere(index) ? Of(InputFile.Bytes(index, Limit)) : new HashSet<string>();

    private static HashSet<string> Of(ReadOnlySpan<byte> index)
    {
        var skipped = new HashSet<string>(StringComparer.Ordinal);
        if (index.Length < Header || !index.StartsWith("DIRC"u8))
            return skipped;
        var version = BinaryPrimitives.ReadInt32BigEndian(index[4..]);
        if (version is < FirstVersionWithMarks or > VersionWithShortNames)
            return skipped;
        var left = BinaryPrimitives.ReadUInt32BigEndian(index[8..]);
        byte[] name = [];
        for (var at = Header; left > 0 && at + Fixed + 4 <= index.Length; left--)
        {
            var hasMarks = (Flags(index, at + Fixed) & Extended) != 0;
            var begin = at + Fixed + (hasMarks ? 4 : 2);
            var kept = 0;
            if (version == VersionWithShortNames)
                kept = name.Length - Dropped(index, ref begin);
            if (kept < 0 || begin > index.Length || index[begin..].IndexOf((byte)0) is not (var length and >= 0))
                break;
            name = [.. name.AsSpan(0, kept), .. index.Slice(begin, length)];
            if (hasMarks && (Flags(index, at + Fixed + 2) & SkipWorkTree) != 0)
                skipped.Add(Encoding.UTF8.GetString(name));
            var end = begin + length;
            // Older versions fill an entry with 1 to 8 zeros up to a multiple of 8 bytes.
            at = version == VersionWithShortNames ? end + 1 : at + ((end - at + 8) & ~7);
        }

        return skipped;
    }

    private static int Flags(ReadOnlySpan<byte> index, int at) => BinaryPrimitives.ReadUInt16BigEndian(index[at..]);

    // How many bytes at the end of the name before are not in this one: seven bits a byte, as git counts offsets.
    private static int Dropped(ReadOnlySpan<byte> index, ref int at)
    {
        var value = 0;
        while (at < index.Length)
        {
            var next = index[at++];
            value = (value << 7) + (next & 0x7f);
            if ((next & 0x80) == 0)
                break;
            value++;
        }

        return value;
    }
}
