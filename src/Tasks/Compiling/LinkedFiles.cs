using System.Text;
using System.Text.RegularExpressions;
using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>What a linker reads of a library: it may only name the files with its code.</summary>
/// <param name="facts">What is known about files.</param>
internal sealed partial class LinkedFiles(FileFacts facts)
{
    // A thin archive names its members, whose code stays where it is.
    private const string ThinArchive = "!<thin>\n";

    // Larger ones are libraries, and no scripts for the linker.
    private const long LargestScript = 1 << 16;

    private const long LargestArchive = 1 << 24;

    /// <summary>A library, and the files that it names.</summary>
    /// <param name="path">The library, absolute.</param>
    public IEnumerable<string> With(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Named(path)
            .Select(name => ForeignPath.Full(name, folder))
            .Where(facts.IsFile)
            .Prepend(path);
    }

    private static string[] Named(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > LargestArchive)
            return [];
        var start = Encoding.Latin1.GetString(Start(path, ThinArchive.Length));
        if (start == ThinArchive)
            return Encoding.UTF8.GetString(Start(path, length)).Split(["/\n", "\n"], StringSplitOptions.None);
        // GROUP ( /lib/libc.so.6 AS_NEEDED ( libm.a ) )
        return length <= LargestScript && !start.Contains('\0', StringComparison.Ordinal) && !start.StartsWith('!')
            ? [.. Name().Matches(Encoding.UTF8.GetString(Start(path, length))).Select(m => m.Value.Trim('"'))]
            : [];
    }

    [GeneratedRegex(@"""[^""\n]+""|[^\s(),;""]+")]
    private static partial Regex Name();

    private static byte[] Start(string path, long bytes)
    {
        using var stream = InputFile.Open(path, FileLimit.Hashed);
        var start = new byte[bytes];
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}
