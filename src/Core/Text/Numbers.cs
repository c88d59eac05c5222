using System.Globalization;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Text;

/// <summary>Numbers as sentences print them; the same in every culture.</summary>
public static class Numbers
{
    /// <summary>
    /// A change in words: <c>12.3 % slower</c>, or <c>1.40 % faster</c> where the time is 1.4 % shorter.
    /// </summary>
    public static string Change(double ratio) =>
        $"{ChangeSize(ratio)} {(ratio >= 1 ? "slower" : "faster")}";

    /// <summary>How large a change is, in words that say its direction themselves: <c>12.3 %</c>.</summary>
    public static string ChangeSize(double ratio) => $"{ChangeFigure(Math.Abs(ratio - 1))} %";

    /// <summary>
    /// A change in per cent with the digits that tables and sentences alike give it, without a unit: <c>0.34</c>,
    /// <c>12.3</c>, <c>382.6</c>. One decimal would hide a change of a twentieth of the usual tolerance; beyond ten
    /// per cent nobody reads the second.
    /// </summary>
    /// <param name="fraction">The change as a fraction; below zero is faster.</param>
    public static string ChangeFigure(double fraction)
    {
        var percent = fraction * 100;
        if (Math.Abs(percent) >= 1e6)
            return Number(percent);
        var text = percent.ToString(Math.Abs(percent) < 9.995 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
        return text == "-0.00" ? "0.00" : text;
    }

    /// <summary>A fraction in per cent, three significant digits: <c>0.5 %</c>.</summary>
    public static string Percent(double fraction) => $"{Number(fraction * 100)} %";

    /// <summary>A number with three significant digits, without an exponent in the range that people read.</summary>
    public static string Number(double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude is >= EffectSize.Infinite or double.PositiveInfinity)
            return value > 0 ? "∞" : "-∞";
        var format = magnitude switch
        {
            >= 1e6 => "0.###e+0",
            >= 100 => "0",
            >= 10 => "0.0",
            >= 1 => "0.0#",
            0 => "0",
            >= 0.001 => "0.0##",
            _ => "0.##e+0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The unit that shows a time with one to three digits before the point: how many nanoseconds it is, and its sign.
    /// </summary>
    /// <param name="nanoseconds">The time.</param>
    public static (double Nanoseconds, string Sign) TimeUnit(double nanoseconds) => nanoseconds switch
    {
        >= 1e9 => (1e9, "s"),
        >= 1e6 => (1e6, "ms"),
        >= 1e3 => (1e3, "µs"),
        _ => (1, "ns"),
    };

    /// <summary>A bound as manifests state it: <c>1e-5</c>, <c>0.01</c>, <c>10</c>.</summary>
    public static string Bound(double value) => value is 0 or >= 0.001 and < 1e6
        ? value.ToString("0.##########", CultureInfo.InvariantCulture)
        : value.ToString("0.##########e+0", CultureInfo.InvariantCulture);

    /// <summary>An error, three significant digits: <c>2.34e-7</c>, <c>0</c>.</summary>
    public static string Error(double value) =>
        value == 0 ? "0" : value.ToString("0.##e+0", CultureInfo.InvariantCulture);

    /// <summary>A whole number as manifests compute it; <c>not stated</c> for none.</summary>
    public static string Count(double? value) =>
        value is { } v ? v.ToString("R", CultureInfo.InvariantCulture) : "not stated";

    /// <summary>A number and what is counted: <c>1 case</c>, <c>1,200 cases</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="thing">What is counted, in the singular; its plural ends in s.</param>
    public static string Things(long number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");

    /// <summary>A time with its unit, three significant digits: <c>2.83 µs</c>.</summary>
    public static string Time(double nanoseconds)
    {
        var (unit, sign) = TimeUnit(nanoseconds);
        return $"{Number(nanoseconds / unit)} {sign}";
    }

    /// <summary>A count before its unit, with a decimal prefix: <c>4.24 T</c>.</summary>
    public static string Prefixed(double value)
    {
        string[] prefixes = ["", "k", "M", "G", "T", "P"];
        var step = 0;
        for (; Math.Abs(value) >= 999.5 && step < prefixes.Length - 1; step++)
            value /= 1000;
        return $"{Number(value)} {prefixes[step]}";
    }

    /// <summary>Seconds as a person waits for them: <c>40 s</c>, <c>6 min</c>, <c>1.5 h</c>.</summary>
    public static string Wait(double seconds) => seconds switch
    {
        < 90 => $"{Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture)} s",
        < 5400 => $"{Math.Ceiling(seconds / 60).ToString("0", CultureInfo.InvariantCulture)} min",
        _ => $"{(seconds / 3600).ToString("0.#", CultureInfo.InvariantCulture)} h",
    };

    /// <summary>Numbers of runs: <c>10 runs a side</c>, <c>5 and 10 runs</c>.</summary>
    public static string Runs(int reference, int candidate) =>
        reference == candidate ? $"{candidate} runs a side" : $"{reference} and {candidate} runs";

    /// <summary>An interval of ratios as changes: <c>11.8 to 12.9 %</c>; below zero is faster.</summary>
    public static string Interval((double Low, double High) ratios) =>
        $"{ChangeFigure(ratios.Low - 1)} to {ChangeFigure(ratios.High - 1)} %";
}
