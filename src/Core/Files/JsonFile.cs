using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>
/// Reads and writes PerfGate's JSON files: validated against their schema, written whole or not at all.
/// </summary>
public static class JsonFile
{
    // A file of tens of thousands of cases.
    private const int Large = 64_000_000;

    private const string OutOfRange = "this field cannot hold the value: it is too large, or of another kind.";

    /// <summary>Whether a file is so large that two of its kind are better read one after the other.</summary>
    /// <param name="path">The file.</param>
    public static bool IsLarge(string path) => new FileInfo(path) is { Exists: true, Length: > Large };

    /// <summary>Reads a file, or refuses it with the path and the field.</summary>
    /// <remarks>
    /// It leaves alone the generated code for writing, whose preparation takes longer than to read a small file.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="context">The generated context that its type belongs to.</param>
    /// <param name="schema">The name of its schema, such as <c>measurement.schema.json</c>.</param>
    /// <exception cref="PerfGateException">
    /// PG9001-PG9004, PG9014, PG9015, PG9101: it cannot be read, is not JSON, does not fit its schema, is newer, or has
    /// a field twice.
    /// </exception>
    public static T Read<T>(string path, JsonSerializerContext context, string schema)
        where T : class, IVersionedFile => ReadAs(path, DefaultsOnReading.Of<T>(context.Options), schema);

    /// <summary>Reads a file, or refuses it with the path and the field.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Its type, out of a generated context.</param>
    /// <param name="schema">The name of its schema, such as <c>measurement.schema.json</c>.</param>
    /// <exception cref="PerfGateException">
    /// PG9001-PG9004, PG9014, PG9015, PG9101: it cannot be read, is not JSON, does not fit its schema, is newer, or has
    /// a field twice.
    /// </exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type, string schema)
        where T : class, IVersionedFile => ReadAs(path, DefaultsOnReading.Of<T>(type.Options), schema);

    /// <summary>Parses a file's text; <paramref name="path"/> is only named in errors.</summary>
    /// <inheritdoc cref="Read{T}(string, JsonTypeInfo{T}, string)"/>
    /// <param name="text">The JSON text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="type">Its type, out of a generated context.</param>
    /// <param name="schema">The name of its schema.</param>
    public static T Parse<T>(string text, string path, JsonTypeInfo<T> type, string schema)
        where T : class, IVersionedFile =>
        Parse(Encoding.UTF8.GetBytes(text), path, DefaultsOnReading.Of<T>(type.Options), schema);

    /// <summary>Parses the bytes of a file; <paramref name="path"/> is only named in errors.</summary>
    /// <inheritdoc cref="Read{T}(string, JsonSerializerContext, string)"/>
    /// <param name="utf8">The JSON text, UTF-8 without a byte-order mark.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="context">The generated context that its type belongs to.</param>
    /// <param name="schema">The name of its schema.</param>
    public static T Parse<T>(ReadOnlySpan<byte> utf8, string path, JsonSerializerContext context, string schema)
        where T : class, IVersionedFile => Parse(utf8, path, DefaultsOnReading.Of<T>(context.Options), schema);

    private static T ReadAs<T>(string path, JsonTypeInfo<T> type, string schema)
        where T : class, IVersionedFile
    {
        var (read, size) = Bytes();
        // The next large file is read into the room of this one's bytes.
        if (size > Large)
            LargeMemory.Release();
        return read;

        // A function of its own, so that nothing holds the bytes when it is left.
        (T Read, long Size) Bytes()
        {
            var bytes = InputFile.Bytes(path, FileLimit.Result);
            return (Parse(Utf8Text.Of(bytes), path, type, schema), bytes.Length);
        }
    }

    // With the type as it is read, not as it is written.
    private static T Parse<T>(ReadOnlySpan<byte> utf8, string path, JsonTypeInfo<T> type, string schema)
        where T : class, IVersionedFile
    {
        var errors = JsonSchemas.Validate(utf8, path, schema);
        if (errors.Count > 0)
            throw new PerfGateException(errors, ExitCode.Usage);
        try
        {
            return JsonSerializer.Deserialize(utf8, type)!;
        }
        catch (Exception e) when (ForeignFault.Is(e) && JsonText.Fault(utf8, path) is { } fault)
        {
            // Texts that no schema limits are not checked before.
            throw new PerfGateException(fault, ExitCode.Usage, e);
        }
        catch (JsonException e)
        {
            // The schema let it through and the type does not: still the user's file, so still its place. A schema does
            // not say how large a whole number may be, and the serialiser's own message is about types of .NET.
            var at = new SourceLocation(path, (int)(e.LineNumber + 1 ?? 0), (int)(e.BytePositionInLine + 1 ?? 0));
            throw new PerfGateException(
                DiagnosticCatalog.DoesNotFitSchema(at, e.Path?.TrimStart('$', '.') ?? "file", OutOfRange),
                ExitCode.Usage,
                e
            );
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw new PerfGateException(
                DiagnosticCatalog.DoesNotFitSchema(new(path), "file", e.Message),
                ExitCode.Usage,
                e
            );
        }
    }

    /// <summary>Writes a file whole or not at all, and not at all where its bytes would stay the same.</summary>
    /// <param name="path">The file.</param>
    /// <param name="value">Its content.</param>
    /// <param name="type">Its type, out of a generated context.</param>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="PerfGateException">PG9001: it cannot be written; the old file is intact.</exception>
    public static bool Write<T>(string path, T value, JsonTypeInfo<T> type) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                JsonSerializer.Serialize(stream, value, type);
                stream.WriteByte((byte)'\n');
            }
        );
}

/// <summary>A JSON file of PerfGate's: it names its schema and the version of it.</summary>
public interface IVersionedFile
{
    /// <summary>The schema, as an editor resolves it.</summary>
    string Schema { get; }

    /// <summary>The version of the schema that the file was written for; a newer one is refused.</summary>
    int SchemaVersion { get; }
}
