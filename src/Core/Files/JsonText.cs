using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>
/// Tells whether a text is JSON that every reader after this one can read: UTF-8, well-formed, without numbers beyond
/// a double and
/// without half of a surrogate pair. All of it is read, so that a fault far behind cannot surprise a later reader.
/// </summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    // How every pointer begins: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
    private static ReadOnlySpan<byte> LfsPointer => "version https://git-lfs.github.com/spec/"u8;

    /// <summary>What is wrong with a text, with its place; null where nothing is.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    public static Diagnostic? Fault(ReadOnlySpan<byte> utf8, string path)
    {
        if (!Utf8.IsValid(utf8))
            return DiagnosticCatalog.NotJson(At(utf8, FirstInvalid(utf8), path), "a byte here is not UTF-8.");
        var reader = new Utf8JsonReader(utf8, Options);
        Diagnostic? infinite = null;
        try
        {
            while (reader.Read())
            {
                if (
                    reader.TokenType == JsonTokenType.Number
                    && !(reader.TryGetDouble(out var number) && double.IsFinite(number))
                )
                {
                    infinite ??= DiagnosticCatalog.DoesNotFitSchema(
                        At(utf8, reader.TokenStartIndex, path),
                        "file",
                        $"the number {Shown(reader.ValueSpan)} is not finite."
                    );
                }

                if (reader.ValueIsEscaped && !IsWhole(ref reader))
                    return DiagnosticCatalog.NotJson(
                        At(utf8, reader.TokenStartIndex, path),
                        "this text holds half of a surrogate pair."
                    );
            }

            return infinite;
        }
        catch (JsonException e)
        {
            var at = new SourceLocation(path, (int)(e.LineNumber + 1 ?? 0), (int)(e.BytePositionInLine + 1 ?? 0));
            return DiagnosticCatalog.NotJson(
                at,
                e.Message.Split(" LineNumber:")[0],
                isLfsPointer: utf8.StartsWith(LfsPointer)
            );
        }
    }

    /// <summary>The place of a byte.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="offset">The byte, counted from 0.</param>
    /// <param name="path">What to call the text.</param>
    public static SourceLocation At(ReadOnlySpan<byte> utf8, long offset, string path)
    {
        var before = utf8[..(int)offset];
        return new(path, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
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
        for (var at = 0; at < utf8.Length;)
        {
            if (Rune.DecodeFromUtf8(utf8[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
                return at;
            at += length;
        }

        return 0;
    }

    private static string Shown(ReadOnlySpan<byte> number) =>
        Encoding.UTF8.GetString(number[..Math.Min(number.Length, 40)]) + (number.Length > 40 ? "..." : "");
}
