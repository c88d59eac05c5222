using System.Text.RegularExpressions;

namespace PerfGate.Core.Files.Schemas;

/// <summary>What a schema says of one value, made ready for <see cref="SchemaPass"/>.</summary>
internal sealed class SchemaNode
{
    /// <summary>What asks for nothing, however deep the value.</summary>
    public static SchemaNode Anything { get; } = All();

    /// <summary>The kinds that it may be.</summary>
    public JsonKinds Kinds { get; set; } = JsonKinds.Any;

    /// <summary>An object's fields, in the schema's order.</summary>
    public SchemaField[] Fields { get; set; } = [];

    /// <summary>The fields that must be there, a bit each.</summary>
    public ulong Required { get; set; }

    /// <summary>What any other field must be; null if there may be none.</summary>
    public SchemaNode? Others { get; set; }

    /// <summary>The fewest fields of an object.</summary>
    public int MinimumFields { get; set; }

    /// <summary>The most fields of an object.</summary>
    public int MaximumFields { get; set; } = int.MaxValue;

    /// <summary>What each item of an array must be; null for anything.</summary>
    public SchemaNode? Items { get; set; }

    /// <summary>The fewest items of an array.</summary>
    public int MinimumItems { get; set; }

    /// <summary>The most items of an array.</summary>
    public int MaximumItems { get; set; } = int.MaxValue;

    /// <summary>The smallest number, itself allowed.</summary>
    public double Minimum { get; set; } = double.NegativeInfinity;

    /// <summary>A number must be above this.</summary>
    public double Above { get; set; } = double.NegativeInfinity;

    /// <summary>The largest number, itself allowed.</summary>
    public double Maximum { get; set; } = double.PositiveInfinity;

    /// <summary>A number must be below this.</summary>
    public double Below { get; set; } = double.PositiveInfinity;

    /// <summary>The shortest text, in UTF-16 units.</summary>
    public int MinimumLength { get; set; }

    /// <summary>The longest text, in UTF-16 units.</summary>
    public int MaximumLength { get; set; } = int.MaxValue;

    /// <summary>The texts that are allowed, UTF-8; null for any.</summary>
    public byte[][]? Texts { get; set; }

    /// <summary>What a text must match; null for any.</summary>
    public Regex? Pattern { get; set; }

    /// <summary>What a text must be, <c>date-time</c> or <c>date</c>; null for any.</summary>
    public string? Format { get; set; }

    /// <summary>An object or array that fits, as the schema writes its default; null for none.</summary>
    public string? Example { get; set; }

    /// <summary>What the value means: the first sentence of its description; null where the schema has none.</summary>
    public string? Meaning { get; set; }

    /// <summary>
    /// Whether every finite number of one or more fits: true of durations and counts, so that most numbers need not be
    /// parsed.
    /// </summary>
    public bool TakesAllFromOne =>
        (Kinds & JsonKinds.Number) != 0
        && Minimum <= 1
        && Above < 1
        && double.IsPositiveInfinity(Maximum)
        && double.IsPositiveInfinity(Below);

    private static SchemaNode All()
    {
        var all = new SchemaNode();
        all.Others = all;
        return all;
    }
}

/// <summary>One field of an object.</summary>
/// <param name="Name">Its name, UTF-8.</param>
/// <param name="Value">What its value must be.</param>
internal sealed record SchemaField(byte[] Name, SchemaNode Value);

/// <summary>Kinds of JSON values, as a schema's <c>type</c> names them.</summary>
[Flags]
internal enum JsonKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>An object.</summary>
    Object = 1,

    /// <summary>An array.</summary>
    Array = 2,

    /// <summary>A text.</summary>
    String = 4,

    /// <summary>Any number.</summary>
    Number = 8,

    /// <summary>
    /// A number written without a fraction and an exponent, which is what the readers take for a whole one.
    /// </summary>
    Integer = 16,

    /// <summary>True or false.</summary>
    Boolean = 32,

    /// <summary>Null.</summary>
    Null = 64,

    /// <summary>Whatever it is.</summary>
    Any = Object | Array | String | Number | Integer | Boolean | Null,
}
