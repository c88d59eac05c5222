using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Schemas;

namespace PerfGate.Core.Files;

/// <summary>The schemas of <c>baselines/schema/</c>, embedded, and validation against them with lines.</summary>
public static class JsonSchemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Loaded = new();
    private static readonly ConcurrentDictionary<string, SchemaNode> Compiled = new();

    /// <summary>Validates a JSON text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="schema">The schema's name, such as <c>bench.schema.json</c>.</param>
    /// <returns>What is wrong with it, with line and column; empty where nothing is.</returns>
    public static IReadOnlyList<Diagnostic> Validate(string text, string path, string schema)
    {
        if (NotJson(text, path) is { } notJson)
            return [notJson];
        var definition = Loaded.GetOrAdd(schema, Load);
        return [.. Newer(text, path, definition) is { } newer
            ? [newer]
            : Leaves(definition.Validate(ValidatorText.Of(text))).Select(e => ToDiagnostic(e, path)).Distinct()];
    }

    /// <summary>Validates a JSON text in one pass, and only where it does not fit asks the schema library for all that is wrong with it.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="schema">The schema's name.</param>
    /// <returns>What is wrong with it, with line and column; empty where nothing is.</returns>
    internal static IReadOnlyList<Diagnostic> Validate(ReadOnlySpan<byte> utf8, string path, string schema)
    {
        var misfit = FirstMisfit(utf8, NodeOf(schema));
        if (misfit is null)
            return [];
        var errors = Validate(Encoding.UTF8.GetString(utf8), path, schema);
        if (errors.Count > 0)
            return errors;
        // The library sees the first numbers of an array alone, and the last of two fields of one name.
        var before = utf8[..(int)misfit.Offset];
        var at = new SourceLocation(path, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
        return [DiagnosticCatalog.DoesNotFitSchema(at, misfit.Field, misfit.Why)];
    }

    /// <summary>Tells quickly, without the schema library, whether a text is JSON and fits.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="schema">The schema's name.</param>
    /// <returns>False also where only a field stands there twice, with which the library finds no fault.</returns>
    public static bool Fits(ReadOnlySpan<byte> utf8, string schema) => FirstMisfit(utf8, NodeOf(schema)) is null;

    /// <summary>Makes sure that a text is JSON at all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <exception cref="PerfGateException">PG9002: it is not.</exception>
    public static void RequireJson(string text, string path)
    {
        if (NotJson(text, path) is { } error)
            throw new PerfGateException(error, ExitCode.Usage);
    }

    /// <summary>The text of an embedded schema.</summary>
    /// <param name="schema">Its name.</param>
    public static string Text(string schema)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(schema)
            ?? throw new ArgumentException($"no schema named {schema} is embedded", nameof(schema));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static SchemaNode NodeOf(string schema) => Compiled.GetOrAdd(schema, name => SchemaCompiler.Compile(Text(name)));

    private static Misfit? FirstMisfit(ReadOnlySpan<byte> utf8, SchemaNode schema)
    {
        try
        {
            return SchemaPass.Check(utf8, schema);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or RegexMatchTimeoutException)
        {
            // Not JSON, or a text with half of a surrogate pair, or one that a pattern cannot cope with.
            return new("file", $"it cannot be read: {e.Message}", 0);
        }
    }

    // How every pointer begins: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
    private const string LfsPointer = "version https://git-lfs.github.com/spec/";

    private static JsonSchema Load(string schema) => JsonSchema.FromJsonAsync(Text(schema)).GetAwaiter().GetResult();

    // System.Text.Json is the stricter parser and the one that reads the file afterwards, so its word counts. It takes
    // 1e999 for infinity, though, which no file of PerfGate's may hold.
    private static Diagnostic? NotJson(string text, string path)
    {
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(text), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.Number && !double.IsFinite(reader.GetDouble()))
                {
                    return DiagnosticCatalog.DoesNotFitSchema(
                        new(path), "file", $"the number {Encoding.UTF8.GetString(reader.ValueSpan)} is not finite.");
                }
            }

            return null;
        }
        catch (JsonException e)
        {
            var at = new SourceLocation(path, (int)(e.LineNumber + 1 ?? 0), (int)(e.BytePositionInLine + 1 ?? 0));
            return DiagnosticCatalog.NotJson(at, e.Message.Split(" LineNumber:")[0], isLfsPointer: text.StartsWith(LfsPointer, StringComparison.Ordinal));
        }
    }

    // A newer file may well not fit: say that it is newer, which is the cause, and not what does not fit.
    private static Diagnostic? Newer(string text, string path, JsonSchema definition)
    {
        using var document = JsonDocument.Parse(
            text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("schemaVersion", out var version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var found)
            || !definition.Properties.TryGetValue("schemaVersion", out var property)
            || property.Maximum is not { } supported)
        {
            return null;
        }

        var line = text.AsSpan(0, Math.Max(0, text.IndexOf("\"schemaVersion\"", StringComparison.Ordinal))).Count('\n') + 1;
        return found > supported ? DiagnosticCatalog.NewerSchema(new(path, line), found, (int)supported) : null;
    }

    private static IEnumerable<ValidationError> Leaves(IEnumerable<ValidationError> errors) =>
        errors.SelectMany(e => e is ChildSchemaValidationError child ? Leaves(child.Errors.Values.SelectMany(x => x)) : [e]);

    private static Diagnostic ToDiagnostic(ValidationError error, string path)
    {
        var at = error.HasLineInfo
            ? new SourceLocation(path, error.LineNumber, error.LinePosition)
            : new SourceLocation(path);
        var field = error.Path is { Length: > 2 } p && p.StartsWith("#/", StringComparison.Ordinal) ? p[2..] : error.Property ?? "file";
        return DiagnosticCatalog.DoesNotFitSchema(at, field, Explain(error));
    }

    private static string Explain(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.NoAdditionalPropertiesAllowed =>
            $"unknown field{NearestName.Suggest(error.Property ?? "", error.Schema.Properties.Keys)}. Known here: {Names(error.Schema.Properties.Keys)}.",
        ValidationErrorKind.PropertyRequired => "a required field is missing.",
        ValidationErrorKind.NotInEnumeration => $"the value is none of {Names(error.Schema.Enumeration.Select(v => $"{v}"))}.",
        ValidationErrorKind.NumberTooSmall when error.Schema.ExclusiveMinimum is { } bound => $"the number must be above {bound}.",
        ValidationErrorKind.NumberTooSmall => $"the number is below {error.Schema.Minimum}.",
        ValidationErrorKind.NumberTooBig => $"the number is above {error.Schema.Maximum ?? error.Schema.ExclusiveMaximum}.",
        ValidationErrorKind.TooFewItems => $"at least {error.Schema.MinItems} item(s) are needed.",
        ValidationErrorKind.PatternMismatch => $"the text does not match {error.Schema.Pattern}.",
        ValidationErrorKind.ArrayExpected => "an array was expected.",
        ValidationErrorKind.ObjectExpected => "an object was expected.",
        ValidationErrorKind.StringExpected => "a text was expected.",
        ValidationErrorKind.NumberExpected => "a number was expected.",
        ValidationErrorKind.IntegerExpected => "a whole number was expected.",
        ValidationErrorKind.BooleanExpected => "true or false was expected.",
        ValidationErrorKind.NoTypeValidates => $"{error.Schema.Type} was expected.",
        ValidationErrorKind.TooManyItems => $"at most {error.Schema.MaxItems} item(s) are allowed.",
        ValidationErrorKind.TooFewProperties => $"at least {error.Schema.MinProperties} field(s) are needed.",
        ValidationErrorKind.TooManyProperties => $"at most {error.Schema.MaxProperties} field(s) are allowed.",
        ValidationErrorKind.StringTooShort => $"at least {error.Schema.MinLength} character(s) are needed.",
        ValidationErrorKind.StringTooLong => $"at most {error.Schema.MaxLength} characters are allowed.",
        _ => $"{error.Kind}.",
    };

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
