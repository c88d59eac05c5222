using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PerfGate.Core.Files;

/// <summary>
/// Writes an array of numbers on one line, so that a run is a line and a diff reads; numbers round-trip.
/// </summary>
internal sealed class CompactNumbers : JsonConverter<ImmutableArray<double>>
{
    [ThreadStatic]
    private static double[]? _numbers;

    public override ImmutableArray<double> Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("an array of numbers was expected");
        // A file holds tens of thousands of arrays: they are collected in one place, and only what is kept is
        // allocated.
        var numbers = _numbers ??= new double[512];
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == numbers.Length)
            {
                Array.Resize(ref numbers, 2 * count);
                _numbers = numbers;
            }

            numbers[count++] = reader.GetDouble();
        }

        return ImmutableArray.Create(numbers.AsSpan(0, count));
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<double> value, JsonSerializerOptions options)
    {
        var text = new StringBuilder(value.Length * 8).Append('[');
        for (var i = 0; i < value.Length; i++)
        {
            if (!double.IsFinite(value[i]))
                throw new JsonException(
                    $"number {i} of an array is {value[i].ToString(CultureInfo.InvariantCulture)}; only finite numbers "
                        + $"are written"
                );
            if (i > 0)
                text.Append(", ");
            text.Append(value[i].ToString("R", CultureInfo.InvariantCulture));
        }

        writer.WriteRawValue(text.Append(']').ToString());
    }
}
