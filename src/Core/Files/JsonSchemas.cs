using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Schemas;

namespace PerfGate.Core.Files;

/// <summary>The schemas of <c>baselines/schema/</c>, embedded, and validation against them with places.</summary>
public static class JsonSchemas
{
    private const string Version = "schemaVersion";

    private static readonly ConcurrentDictionary<string, SchemaNode> Compiled = new();

    /// <inheritdoc cref="Validate(ReadOnlySpan{byte}, string, string)"/>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="schema">The schema's name, such as <c>bench.schema.json</c>.</param>
    public static IReadOnlyList<Diagnostic> Validate(string text, string path, string schema) =>
        Validate(Encoding.UTF8.GetBytes(text), path, schema);

    /// <summary>Checks that a text is JSON and fits a schema.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="schema">The schema's name, such as <c>bench.schema.json</c>.</param>
    /// <returns>
    /// Everything that is wrong with it, with line and column; empty if nothing is. If the text is not JSON, or the
    /// file has a newer version, only that error.
    /// </returns>
    public static IReadOnlyList<Diagnostic> Validate(ReadOnlySpan<byte> utf8, string path, string schema)
    {
        var node = NodeOf(schema);
        SchemaErrors errors;
        try
        {
            errors = SchemaPass.Check(utf8, node);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            // Not JSON, or half of a surrogate pair, or a text that a pattern cannot cope with.
            return
            [
                JsonText.Fault(utf8, path)
                    ?? DiagnosticCatalog.DoesNotFitSchema(new(path), "file", $"it cannot be read: {e.Message}"),
            ];
        }

        if (errors.Count == 0)
            return [];
        if ((JsonText.NotJson(utf8, path) ?? Newer(utf8, path, node)) is { } cause)
            return [cause];
        var shown = new List<Diagnostic>();
        foreach (var error in errors.Kept)
            shown.Add(ToDiagnostic(error, utf8, path));
        if (errors.Count > shown.Count)
            shown.Add(DiagnosticCatalog.MoreErrors(new(path), errors.Count - shown.Count));
        return shown;
    }

    /// <summary>Makes sure that a text is JSON at all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <exception cref="PerfGateException">PG9002: it is not.</exception>
    public static void RequireJson(string text, string path)
    {
        if (JsonText.Fault(Encoding.UTF8.GetBytes(text), path) is { } fault)
            throw new PerfGateException(fault, ExitCode.Usage);
    }

    /// <summary>The text of an embedded schema.</summary>
    /// <param name="schema">Its name.</param>
    public static string Text(string schema)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(schema)
            ?? throw new ArgumentException($"no schema named {schema} is embedded", nameof(schema));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static SchemaNode NodeOf(string schema) =>
        Compiled.GetOrAdd(schema, name => SchemaCompiler.Compile(Text(name)));

    // A newer file may well not fit: say that it is newer, which is the cause, and not what does not fit.
    private static Diagnostic? Newer(ReadOnlySpan<byte> utf8, string path, SchemaNode schema)
    {
        var known = schema.Fields.FirstOrDefault(f => Encoding.UTF8.GetString(f.Name) == Version)?.Value.Maximum;
        return known is { } supported && JsonText.RootNumber(utf8, Version) is var (found, offset) && found > supported
            ? DiagnosticCatalog.NewerSchema(JsonText.At(utf8, offset, path), found, (int)supported)
            : null;
    }

    private static Diagnostic ToDiagnostic(SchemaError error, ReadOnlySpan<byte> utf8, string path)
    {
        var at = JsonText.At(utf8, error.Offset, path);
        var field = error.Field is { Length: > 0 } ? error.Field.TrimStart('.') : "file";
        return error.Twice is var (name, first)
            ? DiagnosticCatalog.DuplicateField(at, name, JsonText.At(utf8, first, path).Line)
            : DiagnosticCatalog.DoesNotFitSchema(at, field, error.Why);
    }
}
