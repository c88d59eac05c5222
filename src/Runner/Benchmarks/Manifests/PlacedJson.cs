using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>A JSON value with its place in the file, so that every error can name its line.</summary>
internal sealed record PlacedJson
{
    /// <summary>What it is.</summary>
    public required JsonValueKind Kind { get; init; }

    /// <summary>Where it begins.</summary>
    public required SourceLocation At { get; init; }

    /// <summary>The text of a string; empty for others.</summary>
    public string Text { get; init; } = "";

    /// <summary>The value of a number, infinite where too large for a double; 0 for others.</summary>
    public double Number { get; init; }

    /// <summary>The items of an array.</summary>
    public ImmutableArray<PlacedJson> Items { get; init; } = [];

    /// <summary>The fields of an object, in order, each once.</summary>
    public ImmutableArray<PlacedField> Fields { get; init; } = [];

    /// <summary>The value of a field; null if it is absent.</summary>
    public PlacedJson? this[string field] => Fields.FirstOrDefault(f => f.Name == field)?.Value;
}

/// <summary>A field of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">The place of the name.</param>
/// <param name="Value">Its value.</param>
internal sealed record PlacedField(string Name, SourceLocation At, PlacedJson Value);

/// <summary>Reads a JSON text that is known to fit its schema into values with places.</summary>
internal sealed class PlacedJsonReader
{
    private readonly byte[] _bytes;
    private readonly string _path;
    private readonly ImmutableArray<int> _lineStarts;

    // The place that was asked for last.
    private (int Line, int Offset, int Column) _counted = (-1, 0, 0);

    private PlacedJsonReader(byte[] utf8, string path)
    {
        _bytes = utf8;
        _path = path;
        _lineStarts = [0, .. Enumerable.Range(0, utf8.Length).Where(i => utf8[i] == '\n').Select(i => i + 1)];
    }

    /// <summary>Reads a text.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="path">What to call the file in places.</param>
    public static PlacedJson Read(ReadOnlySpan<byte> utf8, string path)
    {
        var self = new PlacedJsonReader(utf8.ToArray(), path);
        var reader = new Utf8JsonReader(
            self._bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        reader.Read();
        return self.Value(ref reader);
    }

    private PlacedJson Value(ref Utf8JsonReader reader)
    {
        var at = Place(reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new() { Kind = JsonValueKind.Object, At = at, Fields = Fields(ref reader) },
            JsonTokenType.StartArray => new() { Kind = JsonValueKind.Array, At = at, Items = Items(ref reader) },
            JsonTokenType.String => new() { Kind = JsonValueKind.String, At = at, Text = reader.GetString()! },
            JsonTokenType.Number => new() { Kind = JsonValueKind.Number, At = at, Number = reader.GetDouble() },
            JsonTokenType.True => new() { Kind = JsonValueKind.True, At = at },
            JsonTokenType.False => new() { Kind = JsonValueKind.False, At = at },
            _ => new() { Kind = JsonValueKind.Null, At = at },
        };
    }

    private ImmutableArray<PlacedField> Fields(ref Utf8JsonReader reader)
    {
        var fields = ImmutableArray.CreateBuilder<PlacedField>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (name, at) = (reader.GetString()!, Place(reader.TokenStartIndex));
            reader.Read();
            fields.Add(new(name, at, Value(ref reader)));
        }

        return fields.DrainToImmutable();
    }

    private ImmutableArray<PlacedJson> Items(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<PlacedJson>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader));
        return items.DrainToImmutable();
    }

    private SourceLocation Place(long offset)
    {
        var found = _lineStarts.BinarySearch((int)offset);
        var line = found >= 0 ? found : ~found - 1;
        // Editors count characters, the reader counts bytes. It goes forward, and a line may hold all of a large file.
        var (from, before) =
            _counted.Line == line && _counted.Offset <= offset
                ? (_counted.Offset, _counted.Column)
                : (_lineStarts[line], 0);
        var column = before + Encoding.UTF8.GetCharCount(_bytes.AsSpan(from..(int)offset));
        _counted = (line, (int)offset, column);
        return new(_path, line + 1, column + 1);
    }
}
