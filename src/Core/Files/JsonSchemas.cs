using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
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
    public static IReadOnlyList<Diagnostic> Validate(string text, string path, string schema) =>
        Misfits(Encoding.UTF8.GetBytes(text), path, schema);

    /// <summary>
    /// Asks the schema library for all that is wrong with a text. It does not see fields that appear twice.
    /// </summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="schema">The schema's name.</param>
    /// <returns>What is wrong with it, with line and column; empty where nothing is.</returns>
    public static IReadOnlyList<Diagnostic> Misfits(ReadOnlySpan<byte> utf8, string path, string schema)
    {
        if (JsonText.Fault(utf8, path) is { } fault)
            return [fault];
        var text = Encoding.UTF8.GetString(utf8);
        var definition = Loaded.GetOrAdd(schema, Load);
        if (Newer(text, path, definition) is { } newer)
            return [newer];
        try
        {
            return
            [
                .. Leaves(definition.Validate(ValidatorText.Of(text))).Select(e => ToDiagnostic(e, path)).Distinct(),
            ];
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            return FirstMisfit(utf8, NodeOf(schema)) is { } misfit
                ? [DiagnosticCatalog.DoesNotFitSchema(new(path), misfit.Field, misfit.Why)]
                : [];
        }
    }

    /// <summary>
    /// Validates a JSON text in one pass, and only where it does not fit asks the schema library for all that is wrong
    /// with it.
    /// </summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="schema">The schema's name.</param>
    /// <returns>What is wrong with it, with line and column; empty where nothing is.</returns>
    internal static IReadOnlyList<Diagnostic> Validate(ReadOnlySpan<byte> utf8, string path, string schema)
    {
        var misfit = FirstMisfit(utf8, NodeOf(schema));
        if (misfit is null)
            return [];
        // The library sees the first numbers of an array alone, and the last of two fields of one name.
        var errors = Misfits(utf8, path, schema);
        return errors.Count > 0
            ? errors
            : [DiagnosticCatalog.DoesNotFitSchema(JsonText.At(utf8, misfit.Offset, path), misfit.Field, misfit.Why)];
    }

    /// <summary>Tells quickly, without the schema library, whether a text is JSON and fits.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="schema">The schema's name.</param>
    /// <returns>False also where a field appears twice, which the library does not report.</returns>
    public static bool Fits(ReadOnlySpan<byte> utf8, string schema) => FirstMisfit(utf8, NodeOf(schema)) is null;

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
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(schema)
            ?? throw new ArgumentException($"no schema named {schema} is embedded", nameof(schema));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static SchemaNode NodeOf(string schema) =>
        Compiled.GetOrAdd(schema, name => SchemaCompiler.Compile(Text(name)));

    private static Misfit? FirstMisfit(ReadOnlySpan<byte> utf8, SchemaNode schema)
    {
        try
        {
            return SchemaPass.Check(utf8, schema);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            // Not JSON, or a text with half of a surrogate pair, or one that a pattern cannot cope with.
            return new("file", $"it cannot be read: {e.Message}", 0);
        }
    }

    private static JsonSchema Load(string schema) => JsonSchema.FromJsonAsync(Text(schema)).GetAwaiter().GetResult();

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

        var line =
            text.AsSpan(0, Math.Max(0, text.IndexOf("\"schemaVersion\"", StringComparison.Ordinal))).Count('\n') + 1;
        return found > supported ? DiagnosticCatalog.NewerSchema(new(path, line), found, (int)supported) : null;
    }

    private static IEnumerable<ValidationError> Leaves(IEnumerable<ValidationError> errors) =>
        errors.SelectMany(e =>
            e switch
            {
                ChildSchemaValidationError child => Leaves(child.Errors.Values.SelectMany(x => x)),
                // Of a value that may be a number or a text, what is wrong with the one that it is.
                MultiTypeValidationError several when several.Errors.Values.FirstOrDefault(OfRightType) is { } own =>
                    Leaves(own),
                _ => [e],
            }
        );

    private static bool OfRightType(ICollection<ValidationError> errors) =>
        errors.Count > 0
        && errors.All(e =>
            e.Kind
                is not (
                    ValidationErrorKind.StringExpected
                    or ValidationErrorKind.NumberExpected
                    or ValidationErrorKind.IntegerExpected
                    or ValidationErrorKind.BooleanExpected
                    or ValidationErrorKind.ArrayExpected
                    or ValidationErrorKind.ObjectExpected
                    or ValidationErrorKind.NullExpected
                )
        );

    private static Diagnostic ToDiagnostic(ValidationError error, string path)
    {
        var at = error.HasLineInfo
            ? new SourceLocation(path, error.LineNumber, error.LinePosition)
            : new SourceLocation(path);
        var field =
            error.Path is { Length: > 2 } p && p.StartsWith("#/", StringComparison.Ordinal)
                ? p[2..]
                : error.Property ?? "file";
        return DiagnosticCatalog.DoesNotFitSchema(at, field, Explain(error));
    }

    private static string Explain(ValidationError error) =>
        error.Kind switch
        {
            ValidationErrorKind.NoAdditionalPropertiesAllowed =>
                $"unknown field{NearestName.Suggest(error.Property ?? "", error.Schema.Properties.Keys)}. Known here: "
                    + $"{Names(error.Schema.Properties.Keys)}.",
            ValidationErrorKind.PropertyRequired => "a required field is missing.",
            ValidationErrorKind.NotInEnumeration =>
                $"the value is not one of {Names(error.Schema.Enumeration.Select(v => $"{v}"))}.",
            ValidationErrorKind.NumberTooSmall when error.Schema.ExclusiveMinimum is { } bound =>
                $"the number must be above {bound}.",
            ValidationErrorKind.NumberTooSmall => $"the number is below {error.Schema.Minimum}.",
            ValidationErrorKind.NumberTooBig =>
                $"the number is above {error.Schema.Maximum ?? error.Schema.ExclusiveMaximum}.",
            ValidationErrorKind.TooFewItems => $"at least {error.Schema.MinItems} item(s) are needed.",
            ValidationErrorKind.PatternMismatch => $"the text does not match {error.Schema.Pattern}.",
            ValidationErrorKind.ArrayExpected => "an array was expected.",
            ValidationErrorKind.ObjectExpected => "an object was expected.",
            ValidationErrorKind.StringExpected => "a text was expected.",
            ValidationErrorKind.NumberExpected => "a number was expected.",
            ValidationErrorKind.IntegerExpected => "a whole number was expected.",
            ValidationErrorKind.BooleanExpected => "true or false was expected.",
            ValidationErrorKind.NoTypeValidates => $"{Types(error.Schema.Type)} was expected.",
            ValidationErrorKind.TooManyItems => $"at most {error.Schema.MaxItems} item(s) are allowed.",
            ValidationErrorKind.TooFewProperties => $"at least {error.Schema.MinProperties} field(s) are needed.",
            ValidationErrorKind.TooManyProperties => $"at most {error.Schema.MaxProperties} field(s) are allowed.",
            ValidationErrorKind.StringTooShort => $"at least {error.Schema.MinLength} character(s) are needed.",
            ValidationErrorKind.StringTooLong =>
                $"the text is too long: at most {error.Schema.MaxLength} characters are allowed.",
            _ => $"{error.Kind}.",
        };

    private static string Types(JsonObjectType types) =>
        string.Join(
            " or ",
            Enum.GetValues<JsonObjectType>().Where(t => t != JsonObjectType.None && types.HasFlag(t)).Select(Type)
        );

    private static string Type(JsonObjectType type) =>
        type switch
        {
            JsonObjectType.String => "a text",
            JsonObjectType.Number => "a number",
            JsonObjectType.Integer => "a whole number",
            JsonObjectType.Boolean => "true or false",
            JsonObjectType.Array => "an array",
            JsonObjectType.Object => "an object",
            JsonObjectType.Null => "null",
            JsonObjectType.None or JsonObjectType.File => "a value",
        };

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
