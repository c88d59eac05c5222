using System.Text;

namespace PerfGate.Core.Files;

/// <summary>
/// What Git LFS leaves in place of a file that was not fetched
/// (<see href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">specification</see>).
/// </summary>
internal static class LfsPointer
{
    private const string Beginning = "version https://git-lfs.github.com/spec/";
    private static readonly byte[] _utf8 = Encoding.UTF8.GetBytes(Beginning);

    /// <summary>Whether the content of a file is a pointer.</summary>
    /// <param name="utf8">The content.</param>
    public static bool Is(ReadOnlySpan<byte> utf8) => utf8.StartsWith(_utf8);

    /// <summary>Whether the text of a file is a pointer.</summary>
    /// <param name="text">The text.</param>
    public static bool Is(string text) => text.StartsWith(Beginning, StringComparison.Ordinal);
}
