using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>
/// Files of one JSON object a line that are only ever appended to. A process may be killed while it writes: the line
/// that was cut off is left out when the file is read again, and so are lines that are no records; both are said.
/// </summary>
public static class JsonLines
{
    /// <summary>Reads the records of a file.</summary>
    /// <typeparam name="T">What a line holds.</typeparam>
    /// <param name="path">The file; one that is not there has no records.</param>
    /// <param name="type">The serialiser of a record.</param>
    /// <exception cref="PerfGateException">
    /// PG9001, PG9014, PG9015: it cannot be read. PG9002: it is a file of another kind.
    /// </exception>
    public static ReadLines<T> Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        if (!InputFile.IsThere(path))
            return new([], null, 0, EndsWithinLine: false);
        var bytes = InputFile.Bytes(path, FileLimit.Result);
        // Line ends of any editor.
        var whole = bytes.AsSpan().LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
        // An editor may have taken away the end of the last line. What is a record was not cut off.
        if (whole < bytes.Length && Record(Text(bytes.AsSpan(whole)), type) is not null)
            whole = bytes.Length;
        var records = ImmutableArray.CreateBuilder<T>();
        var unreadable = 0;
        var all = Text(bytes.AsSpan(0, whole)).Split(['\n', '\r']).Where(l => !string.IsNullOrWhiteSpace(l)).ToArray();
        foreach (var line in all)
        {
            if (Record(line, type) is { } record)
                records.Add(record);
            else
                unreadable++;
        }

        if (records.Count == 0 && !Array.Exists(all, IsJson) && IsForeign(Text(bytes), all.Length))
            throw new PerfGateException(
                DiagnosticCatalog.NotJson(new(path, 1, 1), "no line of this file is a result."),
                ExitCode.Usage
            );
        var lines = unreadable == 1 ? "one line that is no result" : $"{unreadable} lines that are no results";
        string[] ignored =
        [
            .. whole < bytes.Length ? ["its last line, which was cut off"] : (string[])[],
            .. unreadable > 0 ? [lines] : (string[])[],
        ];
        return new(
            records.ToImmutable(),
            ignored.Length == 0 ? null : string.Join(", and ", ignored),
            whole,
            EndsWithinLine: whole > 0 && bytes[whole - 1] is not ((byte)'\n' or (byte)'\r')
        );
    }

    // A file of another kind or in another encoding: what is appended to it would be lost. The first line of a new file
    // may have been cut off.
    private static bool IsForeign(string text, int lines) =>
        !string.IsNullOrWhiteSpace(text) && (lines > 0 || !text.StartsWith('{'));

    private static bool IsJson(string line) => JsonText.NotJson(Encoding.UTF8.GetBytes(line), "") is null;

    // An editor may have put a byte-order mark before the first line.
    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF');

    /// <summary>Opens a file to append to it, or begins one.</summary>
    /// <typeparam name="T">What a line holds.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="type">The serialiser of a record.</param>
    /// <exception cref="PerfGateException">
    /// PG9001: it cannot be read or written. PG9002: it is a file of another kind, which is left as it is.
    /// </exception>
    public static JsonLinesFile<T> Open<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            var read = Read(path, type);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            // A line that was cut off must not become the beginning of the next one.
            file.SetLength(read.WholeBytes);
            file.Seek(0, SeekOrigin.End);
            if (read.EndsWithinLine)
                file.WriteByte((byte)'\n');
            return new(file, read, type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(DiagnosticCatalog.FileUnusable(path, e.Message), ExitCode.Usage, e);
        }
    }

    private static T? Record<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var utf8 = Encoding.UTF8.GetBytes(line);
            return HasEmptyElement(utf8) ? null : JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The serialiser refuses null for a property that cannot be null, and accepts it as an element of a list.
    private static bool HasEmptyElement(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var inList = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    inList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    inList.Pop();
                    break;
                case JsonTokenType.Null when inList.TryPeek(out var isElement) && isElement:
                    return true;
            }
        }

        return false;
    }
}

/// <summary>What was read of a file of lines.</summary>
/// <typeparam name="T">What a line holds.</typeparam>
/// <param name="Records">The records, in the order of the file.</param>
/// <param name="Ignored">What was left out, in words; null if all was read.</param>
/// <param name="WholeBytes">Length of the whole lines, bytes.</param>
/// <param name="EndsWithinLine">Whether the last of them lacks the end of its line.</param>
public sealed record ReadLines<T>(ImmutableArray<T> Records, string? Ignored, long WholeBytes, bool EndsWithinLine);

/// <summary>A file of lines that is open for appending.</summary>
/// <typeparam name="T">What a line holds.</typeparam>
public sealed class JsonLinesFile<T> : IDisposable
    where T : class
{
    private readonly FileStream _file;
    private readonly JsonTypeInfo<T> _type;

    internal JsonLinesFile(FileStream file, ReadLines<T> read, JsonTypeInfo<T> type) =>
        (_file, Records, Ignored, _type) = (file, read.Records, read.Ignored, type);

    /// <summary>Its records, those that were appended included.</summary>
    public ImmutableArray<T> Records { get; private set; }

    /// <summary>What was not read when it was opened, in words; null if all was.</summary>
    public string? Ignored { get; }

    /// <summary>Appends records, a line each; they are on the disk when it returns.</summary>
    /// <param name="records">The records.</param>
    public void Add(params IReadOnlyCollection<T> records)
    {
        var lines = string.Concat(records.Select(r => JsonSerializer.Serialize(r, _type) + "\n"));
        _file.Write(Encoding.UTF8.GetBytes(lines));
        _file.Flush(flushToDisk: true);
        Records = Records.AddRange(records);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
