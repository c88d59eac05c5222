using PerfGate.Core.Files;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.Optimizing;

/// <summary>
/// The files of a command that an archive can hold: those of the repository that its words name, and those of the same
/// ending beside them, which a script may import. A compiled program is not among them: it is built where it runs.
/// </summary>
internal static class CommandFiles
{
    private static readonly byte[][] Compiled = [[0x7F, (byte)'E', (byte)'L', (byte)'F'], "MZ"u8.ToArray()];

    /// <summary>The files, absolute, each once.</summary>
    /// <param name="command">The command.</param>
    /// <param name="root">Root of the repository, absolute; what lies outside of it is the machine's.</param>
    public static IEnumerable<string> Of(CommandSpec command, string root) =>
        command
            // A shell's text is one word.
            .Words.Concat(command.Needs)
            .SelectMany(w => CommandText.Split(w) is { } split ? split.Add(w) : [w])
            .Distinct(StringComparer.Ordinal)
            .Where(w => w.Length > 0)
            .Select(w => ForeignPath.Full(w, command.Folder))
            .Where(f => File.Exists(f) && WorkTreePath.Relative(root, f) is not null)
            .SelectMany(f => Beside(f).Prepend(f))
            .Distinct(StringComparer.Ordinal)
            .Where(f => !IsCompiled(f));

    /// <summary>Whether a file begins as scripts do that run by themselves.</summary>
    /// <param name="content">The file.</param>
    public static bool IsScript(ReadOnlySpan<byte> content) => content.StartsWith("#!"u8);

    private static IEnumerable<string> Beside(string file) =>
        Path.GetExtension(file) is { Length: > 0 } ending
            ? Directory.EnumerateFiles(Path.GetDirectoryName(file)!, $"*{ending}")
            : [];

    private static bool IsCompiled(string file)
    {
        using var stream = InputFile.Open(file, FileLimit.ObjectFile);
        var begin = new byte[4];
        var read = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return Array.Exists(Compiled, c => begin.AsSpan(0, read).StartsWith(c));
    }
}
