using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace PerfGate.Core.Files.Schemas;

/// <summary>
/// Tells in one pass over a text's bytes, and without building anything, whether it is JSON and fits its schema. The
/// schema library builds a tree of the whole file: over the millions of samples of a thousand cases it needs a second
/// and 300 MB for each 20 MB. So it is asked only about files that fail here, to say all that is wrong with them.
/// </summary>
internal ref struct SchemaPass
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly ReadOnlySpan<byte> _utf8;

    // From the value that does not fit outwards.
    private readonly List<string> _path = [];
    private string _why = "";
    private long _offset;

    // Where the reader's text begins in the whole: it is set on again behind each array of numbers.
    private int _start;

    private SchemaPass(ReadOnlySpan<byte> utf8) => _utf8 = utf8;

    /// <summary>Checks a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="schema">What it must fit.</param>
    /// <returns>What does not fit first; null where all of it does.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static Misfit? Check(ReadOnlySpan<byte> utf8, SchemaNode schema)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var pass = new SchemaPass(utf8);
        reader.Read();
        if (!pass.Fits(ref reader, schema))
            return new(
                string.Concat(Enumerable.Reverse(pass._path)) is { Length: > 0 } path ? path.TrimStart('.') : "file",
                pass._why,
                pass._offset
            );
        // Whatever follows the value is found by reading on.
        while (reader.Read()) { }

        return null;
    }

    private bool Fits(ref Utf8JsonReader reader, SchemaNode schema) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ObjectFits(ref reader, schema),
        JsonTokenType.StartArray => ArrayFits(ref reader, schema),
        JsonTokenType.String => TextFits(ref reader, schema),
        JsonTokenType.Number => NumberFits(ref reader, schema),
        JsonTokenType.Null => Is(schema, JsonKinds.Null, ref reader),
        _ => Is(schema, JsonKinds.Boolean, ref reader),
    };

    private bool ObjectFits(ref Utf8JsonReader reader, SchemaNode schema)
    {
        if (!Is(schema, JsonKinds.Object, ref reader))
            return false;
        var start = Place(ref reader);
        var seen = 0UL;
        int count = 0, next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            count++;
            var index = IndexOf(schema.Fields, ref reader, next);
            if (index < 0 && schema.Others is null)
                return Refuse(ref reader, $".{reader.GetString()}", "unknown field.");
            if (index >= 0 && index < 64 && (seen & (1UL << index)) != 0)
                return Refuse(ref reader, $".{reader.GetString()}", "the field appears twice.");
            if (index >= 0 && index < 64)
                seen |= 1UL << index;
            next = index + 1;
            var name = index < 0 ? reader.GetString() : null;
            reader.Read();
            if (!Fits(ref reader, index < 0 ? schema.Others! : schema.Fields[index].Value))
                return Within($".{name ?? Encoding.UTF8.GetString(schema.Fields[index].Name)}");
        }

        var missing = schema.Required & ~seen;
        if (missing != 0)
            return Refuse(
                start,
                $".{Encoding.UTF8.GetString(schema.Fields[BitOperations.TrailingZeroCount(missing)].Name)}",
                "a required field is missing."
            );
        return (count >= schema.MinimumFields && count <= schema.MaximumFields)
            || Refuse(start, "", "the number of fields is not allowed.");
    }

    // Files hold their fields in the schema's order, so that the next one is mostly the next one.
    private static int IndexOf(SchemaField[] fields, ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            var index = next + i < fields.Length ? next + i : next + i - fields.Length;
            if (reader.ValueTextEquals(fields[index].Name))
                return index;
        }

        return -1;
    }

    private bool ArrayFits(ref Utf8JsonReader reader, SchemaNode schema)
    {
        if (!Is(schema, JsonKinds.Array, ref reader))
            return false;
        var start = Place(ref reader);
        var items = schema.Items ?? SchemaNode.Anything;
        var count = items.TakesAllFromOne ? PassNumbers(ref reader) : 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!Fits(ref reader, items))
                return Within(string.Create(CultureInfo.InvariantCulture, $"[{count}]"));
            count++;
        }

        if (count < schema.MinimumItems)
            return Refuse(start, "", $"at least {schema.MinimumItems} item(s) are needed.");
        return count <= schema.MaximumItems || Refuse(start, "", $"at most {schema.MaximumItems} item(s) are allowed.");
    }

    // The reader goes on at the closing bracket.
    private int PassNumbers(ref Utf8JsonReader reader)
    {
        var inside = _start + (int)reader.BytesConsumed;
        var length = PlainNumbers.EndOfArray(_utf8[inside..], out var count);
        if (length < 0)
            return 0;
        _start = inside + length;
        reader = new(_utf8[_start..], isFinalBlock: true, reader.CurrentState);
        return count;
    }

    private bool NumberFits(ref Utf8JsonReader reader, SchemaNode schema)
    {
        var text = reader.ValueSpan;
        var kind = text.ContainsAny((byte)'.', (byte)'e', (byte)'E') ? JsonKinds.Number : JsonKinds.Integer;
        if (!Is(schema, kind, ref reader))
            return false;
        var number = reader.GetDouble();
        if (!double.IsFinite(number))
            return Refuse(ref reader, "", "the number is not finite.");
        if (number < schema.Minimum)
            return Refuse(ref reader, "", $"the number is below {schema.Minimum}.");
        if (number <= schema.Above)
            return Refuse(ref reader, "", $"the number must be above {schema.Above}.");
        if (number > schema.Maximum)
            return Refuse(ref reader, "", $"the number is above {schema.Maximum}.");
        return number < schema.Below
            || double.IsPositiveInfinity(schema.Below)
            || Refuse(ref reader, "", $"the number must be below {schema.Below}.");
    }

    private bool TextFits(ref Utf8JsonReader reader, SchemaNode schema)
    {
        if (!Is(schema, JsonKinds.String, ref reader))
            return false;
        if (schema.Texts is { } texts && !OneOf(texts, ref reader))
            return Refuse(ref reader, "", "the value is not one of those allowed.");
        if (schema is { MinimumLength: 0, MaximumLength: int.MaxValue, Pattern: null, Format: null })
            return true;
        var text = reader.GetString()!;
        if (text.Length < schema.MinimumLength)
            return Refuse(ref reader, "", $"at least {schema.MinimumLength} character(s) are needed.");
        if (text.Length > schema.MaximumLength)
            return Refuse(ref reader, "", $"at most {schema.MaximumLength} characters are allowed.");
        if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
            return Refuse(ref reader, "", $"the text does not match {pattern}.");
        var isFormed = schema.Format switch
        {
            "date-time" => reader.TryGetDateTimeOffset(out _),
            "date" => DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            _ => true,
        };
        return isFormed || Refuse(ref reader, "", $"the text is no {schema.Format}.");
    }

    private static bool OneOf(byte[][] texts, ref Utf8JsonReader reader)
    {
        foreach (var text in texts)
        {
            if (reader.ValueTextEquals(text))
                return true;
        }

        return false;
    }

    private bool Is(SchemaNode schema, JsonKinds kind, ref Utf8JsonReader reader) =>
        (schema.Kinds & kind) != 0 || Refuse(ref reader, "", $"{schema.Kinds} was expected.");

    private bool Refuse(ref Utf8JsonReader reader, string field, string why) => Refuse(Place(ref reader), field, why);

    private bool Refuse(long offset, string field, string why)
    {
        _path.Add(field);
        _why = why;
        _offset = offset;
        return false;
    }

    private readonly long Place(ref Utf8JsonReader reader) => _start + reader.TokenStartIndex;

    private bool Within(string part)
    {
        _path.Add(part);
        return false;
    }
}
