using System.Globalization;
using PerfGate.Core.Text;

namespace PerfGate.Core.Explaining;

/// <summary>Values of counters as sentences print them.</summary>
internal static class Figures
{
    private const double FromPrefix = 10_000;
    private const double Whole = 0.005;

    /// <summary>A number; whole where it is one.</summary>
    public static string Plain(double value) =>
        Math.Abs(value - Math.Round(value)) < Whole && Math.Abs(value) < 1e9
            ? Math.Round(value).ToString("0", CultureInfo.InvariantCulture)
            : Numbers.Number(value);

    /// <summary>A count, with a decimal prefix where it is large: <c>4.19 M</c>.</summary>
    public static string Large(double value) =>
        Math.Abs(value) < FromPrefix ? Plain(value) : Numbers.Prefixed(value).TrimEnd();

    /// <summary>Bytes.</summary>
    public static string Bytes(double value) => $"{Numbers.Prefixed(value)}B";

    /// <summary>A share that a counter gives in per cent.</summary>
    public static string Percent(double percent) => $"{Plain(percent)} %";
}
