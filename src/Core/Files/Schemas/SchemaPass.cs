using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace PerfGate.Core.Files.Schemas;

/// <summary>
/// Checks in one pass over a text's bytes, and without building anything, whether it is JSON and fits its schema. It is
/// home-made because the libraries build a tree of the whole file: NJsonSchema needs a second and 300 MB for each 20 MB
/// of samples. The tests compare it with NJsonSchema on every small change of a file.
/// </summary>
internal ref struct SchemaPass
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly SchemaErrors _errors = new();

    // Where the reader's text begins in the whole: it is set on again behind each array of numbers.
    private int _start;

    private SchemaPass(ReadOnlySpan<byte> utf8) => _utf8 = utf8;

    /// <summary>Checks a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="schema">What it must fit.</param>
    /// <returns>All that does not fit.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static SchemaErrors Check(ReadOnlySpan<byte> utf8, SchemaNode schema)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var pass = new SchemaPass(utf8);
        reader.Read();
        pass.Value(ref reader, schema);
        // Whatever follows the value is found by reading on.
        while (reader.Read()) { }

        return pass._errors;
    }

    // Each of these leaves the reader at the last token of the value, whether it fits or not.
    private void Value(ref Utf8JsonReader reader, SchemaNode schema)
    {
        var kind = KindOf(ref reader);
        if ((schema.Kinds & kind) == 0)
        {
            Refuse(ref reader, "", SchemaWording.Expected(schema));
            reader.Skip();
        }
        else if (kind == JsonKinds.Object)
        {
            Fields(ref reader, schema);
        }
        else if (kind == JsonKinds.Array)
        {
            Items(ref reader, schema);
        }
        else if (kind == JsonKinds.String)
        {
            Text(ref reader, schema);
        }
        else if (kind is JsonKinds.Number or JsonKinds.Integer)
        {
            Number(ref reader, schema);
        }
    }

    private static JsonKinds KindOf(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonKinds.Object,
            JsonTokenType.StartArray => JsonKinds.Array,
            JsonTokenType.String => JsonKinds.String,
            JsonTokenType.Number => reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E')
                ? JsonKinds.Number
                : JsonKinds.Integer,
            JsonTokenType.Null => JsonKinds.Null,
            _ => JsonKinds.Boolean,
        };

    private void Fields(ref Utf8JsonReader reader, SchemaNode schema)
    {
        var start = Place(ref reader);
        var seen = 0UL;
        HashSet<string>? others = null;
        int count = 0,
            next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            count++;
            var index = IndexOf(schema.Fields, ref reader, next);
            next = index + 1;
            var other = index < 0 ? reader.GetString() : null;
            if (other is null ? (seen & (1UL << index)) != 0 : !(others ??= []).Add(other))
                RefuseTwice(ref reader, start);
            else if (other is not null && schema.Others is null)
                Refuse(ref reader, $".{other}", SchemaWording.Unknown(schema, other));
            if (index >= 0)
                seen |= 1UL << index;
            var before = _errors.Kept.Count;
            reader.Read();
            if (index < 0 && schema.Others is null)
                reader.Skip();
            else
                Value(ref reader, index < 0 ? schema.Others! : schema.Fields[index].Value);
            if (_errors.Kept.Count > before)
                _errors.Within(before, $".{other ?? Name(schema, index)}");
        }

        for (var missing = schema.Required & ~seen; missing != 0; missing &= missing - 1)
            Refuse(start, $".{Name(schema, BitOperations.TrailingZeroCount(missing))}", "a required field is missing.");
        if (SchemaWording.WrongCount(count, schema.MinimumFields, schema.MaximumFields, "field") is { } why)
            Refuse(start, "", why);
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

    private static string Name(SchemaNode schema, int index) => Encoding.UTF8.GetString(schema.Fields[index].Name);

    private void Items(ref Utf8JsonReader reader, SchemaNode schema)
    {
        var start = Place(ref reader);
        var items = schema.Items ?? SchemaNode.Anything;
        var count = items.TakesAllFromOne ? PassNumbers(ref reader) : 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var before = _errors.Kept.Count;
            Value(ref reader, items);
            if (_errors.Kept.Count > before)
                _errors.Within(before, string.Create(CultureInfo.InvariantCulture, $"[{count}]"));
            count++;
        }

        if (SchemaWording.WrongCount(count, schema.MinimumItems, schema.MaximumItems, "item") is { } why)
            Refuse(start, "", why);
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

    private void Number(ref Utf8JsonReader reader, SchemaNode schema)
    {
        var number = reader.GetDouble();
        if (!double.IsFinite(number))
            Refuse(ref reader, "", JsonText.NotFinite(reader.ValueSpan));
        else if (SchemaWording.OutOfBounds(schema, number) is { } why)
            Refuse(ref reader, "", why);
    }

    private void Text(ref Utf8JsonReader reader, SchemaNode schema)
    {
        if (schema.Texts is { } texts && !OneOf(texts, ref reader))
        {
            Refuse(ref reader, "", SchemaWording.NotOneOf(texts));
            return;
        }

        if (schema is { MinimumLength: 0, MaximumLength: int.MaxValue, Pattern: null, Format: null })
            return;
        var text = reader.GetString()!;
        if (SchemaWording.WrongLength(schema, text.Length) is { } why)
            Refuse(ref reader, "", why);
        else if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
            Refuse(ref reader, "", SchemaWording.NotOfPattern(schema, text));
        else if (schema.Format is { } format && !IsOfFormat(format, text, ref reader))
            Refuse(ref reader, "", SchemaWording.NotOfFormat(format));
    }

    private static bool IsOfFormat(string format, string text, ref Utf8JsonReader reader) =>
        format == "date"
            ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            : reader.TryGetDateTimeOffset(out _);

    private static bool OneOf(byte[][] texts, ref Utf8JsonReader reader)
    {
        foreach (var text in texts)
        {
            if (reader.ValueTextEquals(text))
                return true;
        }

        return false;
    }

    private readonly void RefuseTwice(ref Utf8JsonReader reader, long start)
    {
        var name = reader.GetString()!;
        _errors.Add(new($".{name}", "the field appears twice.", Place(ref reader), (name, FirstOf(name, start))));
    }

    // Where a field of an object is first; read once more, since hardly any file has a field twice.
    private readonly long FirstOf(string name, long start)
    {
        var reader = new Utf8JsonReader(_utf8[(int)start..], Options);
        reader.Read();
        while (reader.Read() && !reader.ValueTextEquals(name))
        {
            reader.Read();
            reader.Skip();
        }

        return start + reader.TokenStartIndex;
    }

    private readonly void Refuse(ref Utf8JsonReader reader, string field, string why) =>
        Refuse(Place(ref reader), field, why);

    private readonly void Refuse(long offset, string field, string why) => _errors.Add(new(field, why, offset));

    private readonly long Place(ref Utf8JsonReader reader) => _start + reader.TokenStartIndex;
}
