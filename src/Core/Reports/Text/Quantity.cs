using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Text;

/// <summary>
/// Numbers as every report and the console write them: the unit beside the figure, no more digits than the measurement
/// carries.
/// </summary>
public static class Quantity
{
    /// <summary>Shown where there is no number.</summary>
    public const string None = "–";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A duration, four significant digits: <c>12.31 µs</c>.</summary>
    /// <param name="nanoseconds">The duration; null gives <see cref="None"/>.</param>
    public static string Duration(double? nanoseconds)
    {
        if (nanoseconds is not { } time)
            return None;
        var (length, sign) = Numbers.TimeUnit(time);
        return $"{Significant(time / length)} {sign}";
    }

    /// <summary>A ratio as a change: <c>+12.3 %</c>.</summary>
    /// <param name="ratio">Candidate over reference; null gives <see cref="None"/>.</param>
    public static string Change(double? ratio) => ratio is { } r ? $"{Signed(r - 1)} %" : None;

    /// <summary>A ratio with its interval as a change: <c>+12.3 % [+11.8, +12.9]</c>.</summary>
    /// <param name="ratio">Candidate over reference; null gives <see cref="None"/>.</param>
    /// <param name="interval">Low and high ratio; null leaves it out.</param>
    public static string Change(double? ratio, ImmutableArray<double>? interval) =>
        ratio is not null && interval is [var low, var high]
            ? $"{Change(ratio)} [{Signed(low - 1)}, {Signed(high - 1)}]"
            : Change(ratio);

    /// <summary>A fraction as per cent without a sign: <c>1.0 %</c>.</summary>
    /// <param name="fraction">The fraction; null gives <see cref="None"/>.</param>
    public static string Share(double? fraction) =>
        fraction is { } f ? Numbers.Percent(f) : None;

    /// <summary>Hedges' g.</summary>
    /// <param name="g">The value, ±1e308 for infinite; null gives <see cref="None"/>.</param>
    public static string EffectSize(double? g) => g switch
    {
        null => None,
        >= Statistics.EffectSize.Infinite => "∞",
        <= -Statistics.EffectSize.Infinite => "−∞",
        _ => Minus(g.Value.ToString(Math.Abs(g.Value) < 10 ? "0.00" : "0.0", Culture)),
    };

    /// <summary>A probability: <c>0.031</c>, <c>&lt; 0.0001</c>.</summary>
    /// <param name="p">The probability; null gives <see cref="None"/>.</param>
    public static string Probability(double? p) => p is { } value ? PValue.Figure(value) : None;

    /// <summary>A probability in a sentence: <c>p = 0.031</c>, <c>p &lt; 0.0001</c>.</summary>
    /// <param name="p">The probability; null gives <c>p = –</c>.</param>
    public static string P(double? p) => p is { } value ? PValue.Sentence(value) : $"p = {None}";

    /// <summary>The tolerance in force, and the stated one where it differs: <c>85.5 % (stated 5.0 %)</c>.</summary>
    /// <param name="judgement">The case; without a tolerance it gives <see cref="None"/>.</param>
    public static string Tolerance(CaseJudgement judgement) => judgement.IsRaised()
        ? $"{Share(judgement.Tolerance)} (stated {Share(judgement.StatedTolerance)})"
        : Share(judgement.Tolerance);

    /// <summary>Runs a side: <c>10 + 10</c>, reference first.</summary>
    /// <param name="runs">[reference, candidate].</param>
    public static string Runs(ImmutableArray<int> runs) =>
        runs is [var reference, var candidate] && reference + candidate > 0
            ? string.Create(Culture, $"{reference} + {candidate}")
            : None;

    /// <summary>A count of bytes in decimal units: <c>4.19 MB</c>.</summary>
    /// <param name="bytes">The count; null gives <see cref="None"/>.</param>
    public static string Bytes(double? bytes) => bytes is { } b ? $"{Prefixed(b)}B" : None;

    /// <summary>A rate with a decimal prefix: <c>812 GFLOP/s</c>.</summary>
    /// <param name="perSecond">The rate; null gives <see cref="None"/>.</param>
    /// <param name="unit">What is counted: <c>FLOP</c> or <c>B</c>.</param>
    public static string Rate(double? perSecond, string unit) => perSecond is { } r ? $"{Prefixed(r)}{unit}/s" : None;

    /// <summary>A plain number to a few significant digits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">Significant digits.</param>
    public static string Significant(double value, int digits = 4)
    {
        if (value == 0 || !double.IsFinite(value))
            return value == 0 ? "0" : None;
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        var decimals = Math.Clamp(digits - 1 - magnitude, 0, 12);
        var text = value.ToString("F" + decimals.ToString(Culture), Culture);
        return Minus(
            text.Contains('.', StringComparison.Ordinal) && digits < 4 ? text.TrimEnd('0').TrimEnd('.') : text
        );
    }

    private static string Signed(double fraction)
    {
        var figure = Numbers.ChangeFigure(fraction);
        return figure.StartsWith('-') ? Minus(figure) : "+" + figure;
    }

    private static string Prefixed(double value)
    {
        string[] prefixes = ["", "k", "M", "G", "T", "P"];
        var step = 0;
        while (Math.Abs(value) >= 999.5 && step < prefixes.Length - 1)
        {
            value /= 1000;
            step++;
        }

        return $"{Significant(value, 3)} {prefixes[step]}";
    }

    private static string Minus(string text) => text.Replace('-', '\u2212');
}
