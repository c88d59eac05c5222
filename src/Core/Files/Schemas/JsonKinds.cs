namespace PerfGate.Core.Files.Schemas;

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
