using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>
/// The one place where files are read: regular files only, links followed, and no more than their kind allows. A pipe
/// would wait
/// for ever, and a device or a wrong file would fill the memory.
/// </summary>
public static class InputFile
{
    private const int Chunk = 1 << 16;

    // Of a folder with more files no name is suggested from all of them: it would take too long.
    private const int MostNames = 1000;

    /// <summary>
    /// Whether there is anything at a path, readable or not: a link that leads nowhere is something too.
    /// </summary>
    /// <param name="path">The path.</param>
    public static bool IsThere(string path) => File.Exists(path) || Directory.Exists(path);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">Its kind.</param>
    /// <param name="name">What to call it in errors; null for its path.</param>
    /// <exception cref="PerfGateException">PG9001: it cannot be read. PG9014: it is too large. PG9015: it is no
    /// regular file.</exception>
    public static byte[] Bytes(string path, FileLimit limit, string? name = null)
    {
        using var stream = Open(path, limit, name);
        return Guarded(name ?? path, () => Bytes(stream, stream.Length, limit, name ?? path));
    }

    /// <summary>Reads a text: UTF-8, or what a byte-order mark says.</summary>
    /// <inheritdoc cref="Bytes(string, FileLimit, string?)"/>
    public static string Text(string path, FileLimit limit, string? name = null) =>
        Utf8Text.Decode(Bytes(path, limit, name));

    /// <summary>Reads a stream to its end: standard input.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">Its kind.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="PerfGateException">PG9001: it cannot be read. PG9014: it is too large.</exception>
    public static byte[] Bytes(Stream stream, FileLimit limit, string name) =>
        Guarded(name, () => Bytes(stream, 0, limit, name));

    /// <summary>Opens a file, to be read from its beginning.</summary>
    /// <inheritdoc cref="Bytes(string, FileLimit, string?)"/>
    public static FileStream Open(string path, FileLimit limit, string? name = null)
    {
        name ??= path;
        var stream = Guarded(
            name,
            () =>
            {
                var kind = FileKinds.Of(path);
                if (kind is not (FileKind.Regular or FileKind.Unknown))
                    throw Refused(DiagnosticCatalog.NotAFile(name, limit.What, FileKinds.Name(kind)));
                if (
                    kind == FileKind.Unknown
                    && OperatingSystem.IsLinux()
                    && new FileInfo(path).LinkTarget is { } target
                )
                    throw Refused(
                        DiagnosticCatalog.FileUnusable(name, $"this is a link to {target}, which leads to no file.")
                    );
                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
        );
        if (stream.CanSeek && stream.Length <= limit.MaximumBytes)
            return stream;
        var refused = stream.CanSeek
            ? DiagnosticCatalog.FileTooLarge(
                name,
                limit.What,
                Size(stream.Length),
                Size(limit.MaximumBytes),
                limit.Remedy
            )
            : DiagnosticCatalog.NotAFile(name, limit.What, "a pipe");
        stream.Dispose();
        throw Refused(refused);
    }

    /// <summary>A size as errors show it.</summary>
    /// <param name="bytes">The size.</param>
    public static string Size(long bytes) => bytes < 1_000_000
        ? FormattableString.Invariant($"{bytes:N0} bytes")
        : FormattableString.Invariant($"{bytes / 1e6:N1} MB");

    // The length is only a hint: a file may grow while it is read, and a file of /proc has none.
    private static byte[] Bytes(Stream stream, long length, FileLimit limit, string name)
    {
        var content = new byte[Math.Min(length, limit.MaximumBytes)];
        var read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (read < content.Length)
            return content[..read];
        var rest = new byte[Chunk];
        if ((read = stream.Read(rest)) == 0)
            return content;
        using var all = new MemoryStream();
        all.Write(content);
        for (; read > 0; read = stream.Read(rest))
        {
            if (all.Length + read > limit.MaximumBytes)
            {
                throw Refused(DiagnosticCatalog.FileTooLarge(
                    name, limit.What, "more", Size(limit.MaximumBytes), limit.Remedy));
            }

            all.Write(rest, 0, read);
        }

        return all.ToArray();
    }

    private static T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused(DiagnosticCatalog.FileUnusable(name, $"there is no file {name}{Nearby(name)}."), e);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Refused(DiagnosticCatalog.FileUnusable(name, $"the file could not be read: {e.Message}"), e);
        }
    }

    // A misspelt name, or one in another case: a file beside it that could have been meant.
    private static string Nearby(string name)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(name));
            return Directory.Exists(folder)
                ? NearestName.Suggest(
                    Path.GetFileName(name),
                    Directory.EnumerateFiles(folder).Take(MostNames).Select(f => Path.GetFileName(f))
                )
                : "";
        }
        catch (Exception e) when (ForeignFault.Is(e) || e is ArgumentException)
        {
            return "";
        }
    }

    private static PerfGateException Refused(Diagnostic diagnostic, Exception? cause = null) =>
        new(diagnostic, ExitCode.Usage, cause);
}
