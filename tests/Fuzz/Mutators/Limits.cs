using System.Globalization;

namespace PerfGate.Fuzz.Mutators;

/// <summary>Numbers and texts at the limits of what readers take.</summary>
internal static class Limits
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "\0",
        "a\0b",
        "..",
        "../../etc/passwd",
        "/dev/zero",
        "con",
        "a/b",
        "a\\b",
        "\u001b[31m",
        "\u202eabc",
        "\ud83d\ude00",
        "é",
        "N",
        "1",
        "-1",
        "{0}",
        "%s",
        "${x}",
        "<script>",
        "]]>",
        "--",
        "`x`",
        "|",
        "a,b;c",
        "*",
        "?",
        "2026-02-30",
        "0001-01-01",
        "9999-12-31T23:59:59Z",
        "host",
        "cuda",
        "nan",
        "Infinity",
        "1e999",
        "\n::error::x",
        "x.cu(3): error PG3001: fake",
        "perfgate",
        "$schema",
        "__proto__",
    ];

    private static readonly string[] RawNumbers =
    [
        "0",
        "-0",
        "1",
        "-1",
        "0.5",
        "1e-320",
        "5e-324",
        "1.7976931348623157e308",
        "-1.7976931348623157e308",
        "1e999",
        "-1e999",
        "2147483647",
        "2147483648",
        "-2147483649",
        "4294967296",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "1e15",
        "1e16",
        "1e28",
        "79228162514264337593543950336",
        "0.1",
        "1.0",
        "3.0000000000000004",
        "123456789012345678901234567890",
        "1E+2",
        "1e-999",
    ];

    // What no JSON writer writes.
    private static readonly string[] RawTokens =
    [
        "\"\\ud800\"",
        "\"\\udfff\\ud800\"",
        "\"\\u0000\"",
        "NaN",
        "-Infinity",
        "01",
        "+1",
        ".5",
        "1.",
        "''",
        "undefined",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "//\"",
        "/*\"*/",
        "/*",
    ];

    /// <summary>A text: odd, or long.</summary>
    public static string Text(Random random) => random.Next(10) switch
    {
        0 => new string((char)random.Next(32, 127), 1 << random.Next(1, 17)),
        1 => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(1, 0xD7FF))),
        _ => Texts[random.Next(Texts.Length)],
    };

    /// <summary>A number as JSON writes it.</summary>
    public static string Number(Random random) => random.Next(4) == 0
        ? ((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20))).ToString("R", CultureInfo.InvariantCulture)
        : RawNumbers[random.Next(RawNumbers.Length)];

    /// <summary>A number, or what stands in the place of one and is none.</summary>
    public static string Raw(Random random) =>
        random.Next(2) == 0 ? Number(random) : RawTokens[random.Next(RawTokens.Length)];
}
