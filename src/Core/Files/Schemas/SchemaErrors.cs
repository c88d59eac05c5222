using System.Globalization;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Files.Schemas;

/// <summary>A place at which a text does not fit its schema.</summary>
/// <param name="Field">The field, such as <c>cases[3].runs[0].samples[40]</c>.</param>
/// <param name="Why">What is wrong with it, a sentence.</param>
/// <param name="Offset">Where it is, bytes from the start of the text.</param>
/// <param name="Twice">
/// For a field that appears twice, its name and where it is first; null for any other error.
/// </param>
internal sealed record SchemaError(string Field, string Why, long Offset, (string Name, long First)? Twice = null);

/// <summary>All that does not fit in a text.</summary>
internal sealed class SchemaErrors
{
    /// <summary>How many are kept; the rest are counted. A file of samples may hold millions.</summary>
    public const int MostKept = 100;

    private readonly List<SchemaError> _kept = [];

    /// <summary>The first ones, in the order of the text.</summary>
    public IReadOnlyList<SchemaError> Kept => _kept;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    /// <param name="error">What is wrong, with its field as seen from the value that is being checked.</param>
    public void Add(SchemaError error)
    {
        Count++;
        if (_kept.Count < MostKept)
            _kept.Add(error);
    }

    /// <summary>Puts a part of a path in front of the fields of the latest errors.</summary>
    /// <param name="first">The first of them, counted from 0.</param>
    /// <param name="part">A field with its dot, or an index in brackets.</param>
    public void Within(int first, string part)
    {
        for (var i = first; i < _kept.Count; i++)
            _kept[i] = _kept[i] with { Field = part + _kept[i].Field };
    }
}

/// <summary>What users read about values that do not fit.</summary>
internal static class SchemaWording
{
    private const int LongestQuote = 80;

    /// <summary>A field that the schema does not have.</summary>
    public static string Unknown(SchemaNode schema, string name)
    {
        string[] known = [.. schema.Fields.Select(f => Encoding.UTF8.GetString(f.Name))];
        return $"unknown field{NearestName.Suggest(name, known)}. Known here: {Names(known)}.";
    }

    /// <summary>A value of a wrong kind.</summary>
    public static string Expected(SchemaNode schema) =>
        schema.Texts is { } texts
            ? NotOneOf(texts)
            : $"{string.Join(" or ", Kinds(schema.Kinds))} was expected"
                + (schema.Example is { } example ? $", such as {example}." : $".{Meaning(schema)}");

    /// <summary>A text that does not match its pattern: what may stand there is in the schema's description.</summary>
    public static string NotOfPattern(SchemaNode schema, string text) =>
        text.Length == 0 ? $"the text is empty.{Meaning(schema)}"
        : text.Any(char.IsControl) ? $"the text has a control character (a tab, a line feed).{Meaning(schema)}"
        : $"\"{PlainText.LogLine(text, LongestQuote)}\" is not valid here.{Meaning(schema)}";

    private static string Meaning(SchemaNode schema) => schema.Meaning is { } meaning ? $" {meaning}" : "";

    /// <summary>A text that is none of those allowed.</summary>
    public static string NotOneOf(byte[][] texts) =>
        $"the value is not one of {Names(texts.Select(t => Encoding.UTF8.GetString(t)))}.";

    /// <summary>A number outside of its bounds; null within them.</summary>
    public static string? OutOfBounds(SchemaNode schema, double number) =>
        number < schema.Minimum ? $"the number is below {Number(schema.Minimum)}."
        : number <= schema.Above ? $"the number must be above {Number(schema.Above)}."
        : number > schema.Maximum ? $"the number is above {Number(schema.Maximum)}."
        : number >= schema.Below ? $"the number must be below {Number(schema.Below)}."
        : null;

    /// <summary>A text of a wrong length; null for any other.</summary>
    public static string? WrongLength(SchemaNode schema, int length) =>
        length < schema.MinimumLength ? Needed(schema.MinimumLength, "character")
        : length > schema.MaximumLength
            ? $"the text is too long: {Allowed(schema.MaximumLength, "character")}"
        : null;

    /// <summary>Too few or too many parts; null for a number of them that is allowed.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="fewest">The fewest allowed.</param>
    /// <param name="most">The most allowed.</param>
    /// <param name="what">What they are: item or field.</param>
    public static string? WrongCount(int count, int fewest, int most, string what) =>
        count < fewest ? Needed(fewest, what)
        : count > most ? Allowed(most, what)
        : null;

    private static string Needed(int number, string what) =>
        $"at least {Numbers.Things(number, what)} {(number == 1 ? "is" : "are")} needed.";

    private static string Allowed(int number, string what) =>
        $"at most {Numbers.Things(number, what)} {(number == 1 ? "is" : "are")} allowed.";

    /// <summary>A text that is not of its format.</summary>
    public static string NotOfFormat(string format) =>
        format == "date"
            ? "a date was expected, such as 2026-01-31."
            : "a date with a time was expected, such as 2026-01-31T12:00:00Z.";

    private static IEnumerable<string> Kinds(JsonKinds kinds)
    {
        if ((kinds & JsonKinds.Object) != 0)
            yield return "an object";
        if ((kinds & JsonKinds.Array) != 0)
            yield return "an array";
        if ((kinds & JsonKinds.String) != 0)
            yield return "a text";
        if ((kinds & JsonKinds.Number) != 0)
            yield return "a number";
        else if ((kinds & JsonKinds.Integer) != 0)
            yield return "a whole number";
        if ((kinds & JsonKinds.Boolean) != 0)
            yield return "true or false";
        if ((kinds & JsonKinds.Null) != 0)
            yield return "null";
    }

    private static string Number(double bound) =>
        Math.Abs(bound) <= 1L << 53 && bound == Math.Floor(bound)
            ? ((long)bound).ToString(CultureInfo.InvariantCulture)
            : bound.ToString(CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
