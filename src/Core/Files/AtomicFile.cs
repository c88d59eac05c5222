using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>Writes files whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>How the name of a file ends that is still being written.</summary>
    internal const string Unfinished = ".tmp";

    /// <summary>
    /// Writes a file through a temporary one beside it, and leaves it alone where its bytes would not change.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its bytes.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="PerfGateException">PG9001: it cannot be written; the old file is intact.</exception>
    public static bool Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            if (SameContent(path, content))
                return false;
            Replace(path, content, static (stream, bytes) => stream.Write(bytes));
            return true;
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Unwritten(path, e);
        }
    }

    /// <summary>Writes a file piece by piece, so that nobody holds the whole of its content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content: the same bytes whenever it is called.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="PerfGateException">PG9001: it cannot be written; the old file is intact.</exception>
    public static bool Write(string path, Action<Stream> write)
    {
        try
        {
            if (SameContent(path, write))
                return false;
            Replace(path, write, static (stream, content) => content(stream));
            return true;
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Unwritten(path, e);
        }
    }

    private static void Replace<T>(string path, T content, Action<FileStream, T> write)
        where T : allows ref struct
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = $"{full}.{Environment.ProcessId}{Unfinished}";
        try
        {
            // What lies there is of a process that was killed, or a link that somebody laid: it is not written into.
            File.Delete(temporary);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream, content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static PerfGateException Unwritten(string path, Exception e) =>
        new(DiagnosticCatalog.FileUnusable(path, $"the file could not be written: {e.Message}"), ExitCode.Usage, e);

    private static bool SameContent(string path, Action<Stream> write)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var old = InputFile.Open(path, FileLimit.Exactly("a file to be written", long.MaxValue));
            using var compared = new ComparingStream(old);
            write(compared);
            return compared.IsSame;
        }
        catch (PerfGateException)
        {
            // Whatever lies there is replaced, or writing says why it cannot be.
            return false;
        }
    }

    private static bool SameContent(string path, ReadOnlySpan<byte> content)
    {
        if (new FileInfo(path) is not { Exists: true } file || file.Length != content.Length)
            return false;
        try
        {
            return content.SequenceEqual(
                InputFile.Bytes(path, FileLimit.Exactly("a file to be written", content.Length))
            );
        }
        catch (PerfGateException)
        {
            // Whatever lies there is replaced, or writing says why it cannot be.
            return false;
        }
    }
}
