using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>A JSON value that knows where it stands, so that every error can name its line.</summary>
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

    /// <summary>The value of a field; null where it is absent.</summary>
    public PlacedJson? this[string field] => Fields.FirstOrDefault(f => f.Name == field)?.Value;
}

/// <summary>A field of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">Where the name stands.</param>
/// <param name="Value">Its value.</param>
internal sealed record PlacedField(string Name, SourceLocation At, PlacedJson Value);
