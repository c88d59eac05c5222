using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>
/// Checks whether a text is JSON that every reader after this one can read: UTF-8, well-formed, without numbers beyond
/// a double and without half of a surrogate pair. All of it is read, so that a fault far behind cannot surprise a later
/// reader.
/// </summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>What is wrong with a text, with its place; null if nothing is.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    public static Diagnostic? Fault(ReadOnlySpan<byte> utf8, string path) =>
        NotJson(utf8, path, out var infinite)
        ?? (
            infinite is { } number
                ? DiagnosticCatalog.DoesNotFitSchema(
                    At(utf8, number.Start.Value, path),
                    "file",
                    NotFinite(utf8[number])
                )
                : null
        );

    /// <summary>Why a text is not JSON, with its place; null if it is, though a number may be infinite.</summary>
    /// <inheritdoc cref="Fault"/>
    public static Diagnostic? NotJson(ReadOnlySpan<byte> utf8, string path) => NotJson(utf8, path, out _);

    /// <summary>What users read about a number beyond a double.</summary>
    /// <param name="number">Its text.</param>
    public static string NotFinite(ReadOnlySpan<byte> number)
    {
        const int Longest = 40;
        var shown = Encoding.UTF8.GetString(number[..Math.Min(number.Length, Longest)]);
        return $"the number {shown}{(number.Length > Longest ? "..." : "")} is not finite.";
    }

    /// <summary>A whole number among the fields of the outermost object.</summary>
    /// <param name="utf8">A text that is known to be JSON.</param>
    /// <param name="field">The field's name.</param>
    /// <returns>The number and where it is, bytes from the start; null if there is no such number.</returns>
    public static (int Number, long Offset)? RootNumber(ReadOnlySpan<byte> utf8, string field)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(field);
            reader.Read();
            if (isIt)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)
                    ? (number, reader.TokenStartIndex)
                    : null;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>The place of a byte. Columns count characters, as editors do.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="offset">The byte, counted from 0.</param>
    /// <param name="path">What to call the text.</param>
    public static SourceLocation At(ReadOnlySpan<byte> utf8, long offset, string path)
    {
        var before = utf8[..(int)offset];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new(path, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1);
    }

    private static Diagnostic? NotJson(ReadOnlySpan<byte> utf8, string path, out Range? infinite)
    {
        infinite = null;
        if (!Utf8.IsValid(utf8))
            return DiagnosticCatalog.NotJson(At(utf8, FirstInvalid(utf8), path), "a byte here is not UTF-8.");
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            while (reader.Read())
            {
                if (
                    reader.TokenType == JsonTokenType.Number
                    && !(reader.TryGetDouble(out var number) && double.IsFinite(number))
                )
                    infinite ??= (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                if (reader.ValueIsEscaped && !IsWhole(ref reader))
                    return DiagnosticCatalog.NotJson(
                        At(utf8, reader.TokenStartIndex, path),
                        "this text holds half of a surrogate pair."
                    );
            }

            return null;
        }
        catch (JsonException e)
        {
            if (ConflictMarker.In(utf8) is { } marker)
                return DiagnosticCatalog.NotJson(
                    At(utf8, marker, path),
                    "a merge left its conflict markers here. Decide between its two sides."
                );
            var at = new SourceLocation(path, (int)(e.LineNumber + 1 ?? 0), (int)(e.BytePositionInLine + 1 ?? 0));
            if (!utf8.ContainsAnyExcept(" \t\r\n"u8))
                return DiagnosticCatalog.NotJson(at, "the file is empty.");
            return DiagnosticCatalog.NotJson(
                at,
                e.Message.Split(" LineNumber:")[0],
                isLfsPointer: LfsPointer.Is(utf8)
            );
        }
    }

    private static bool IsWhole(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        for (var at = 0; at < utf8.Length; )
        {
            if (Rune.DecodeFromUtf8(utf8[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
                return at;
            at += length;
        }

        return 0;
    }
}

/// <summary>How PerfGate's files are read as documents: comments and trailing commas are allowed.</summary>
internal static class PerfGateJsonDocuments
{
    /// <summary>The options of a reader.</summary>
    public static JsonDocumentOptions Options =>
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
}
