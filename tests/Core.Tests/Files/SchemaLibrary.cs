using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;

namespace PerfGate.Core.Tests.Files;

/// <summary>What NJsonSchema says of a text: the oracle of the product's own checker.</summary>
internal sealed partial class SchemaLibrary(string schema)
{
    private readonly JsonSchema _schema = JsonSchema.FromJsonAsync(schema).GetAwaiter().GetResult();

    /// <summary>The fields that do not fit, ordered, each once; empty if all of them fit.</summary>
    /// <remarks>
    /// Of a value of a wrong kind the library also names the fields that it should have; these are left out.
    /// </remarks>
    public string Fields(string text)
    {
        // The library holds numbers as decimals. No schema has a bound beyond theirs.
        var errors = Leaves(_schema.Validate(Huge().Replace(text, "1e28"))).ToArray();
        string[] ofWrongKind = [.. errors.Where(e => IsOfWrongKind(e.Kind)).Select(Path)];
        return string.Join(
            ", ",
            errors
                .Select(Path)
                .Where(path => !ofWrongKind.Any(w => path.StartsWith(w + ".", StringComparison.Ordinal)))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }

    private static string Path(ValidationError error) => error.Path is { Length: > 2 } path ? path[2..] : "";

    private static bool IsOfWrongKind(ValidationErrorKind kind) =>
        kind == ValidationErrorKind.NoTypeValidates || $"{kind}".EndsWith("Expected", StringComparison.Ordinal);

    private static IEnumerable<ValidationError> Leaves(IEnumerable<ValidationError> errors) =>
        errors.SelectMany(e => e is ChildSchemaValidationError c ? Leaves(c.Errors.Values.SelectMany(x => x)) : [e]);

    [GeneratedRegex("1[eE][+]?40")]
    private static partial Regex Huge();
}
