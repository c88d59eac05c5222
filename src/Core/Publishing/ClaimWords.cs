using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Claims;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Publishing;

/// <summary>Claims in words and figures, the same in every part of a publication.</summary>
internal static class ClaimWords
{
    /// <summary>How a shape is named: a benchmark without axes has none.</summary>
    public static string Shape(string shape) => shape.Length == 0 ? "the only shape" : shape;

    /// <summary>A speed-up: <c>1.234</c>.</summary>
    public static string Factor(double speedup) => speedup.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A speed-up with its interval: <c>1.234 [1.220, 1.248]</c>.</summary>
    public static string Speedup(double speedup, ImmutableArray<double> interval) =>
        $"{Factor(speedup)} [{Factor(interval[0])}, {Factor(interval[1])}]";

    /// <summary>A time with its interval: <c>12.31 µs [12.28 µs, 12.35 µs]</c>.</summary>
    public static string Time(double nanoseconds, ImmutableArray<double> interval) =>
        $"{Quantity.Duration(nanoseconds)} [{Quantity.Duration(interval[0])}, {Quantity.Duration(interval[1])}]";

    /// <summary>The confidence in per cent: <c>95 %</c>.</summary>
    public static string Confidence(SpeedClaims claims) =>
        $"{(claims.Confidence * 100).ToString("0.##", CultureInfo.InvariantCulture)} %";

    /// <summary>One claim as a sentence, with everything that a reader needs to believe it.</summary>
    /// <param name="claims">All claims.</param>
    /// <param name="claim">The one.</param>
    /// <param name="device">The device's model.</param>
    public static string Sentence(SpeedClaims claims, SpeedClaim claim, string device)
    {
        var at = claim.Shape.Length == 0 ? "" : $" at {claim.Shape}";
        var ci = Confidence(claims);
        return $"On {device}{at}, {claims.Candidate} takes {Quantity.Duration(claim.CandidateNs)} "
            + $"({ci} interval {Between(claim.CandidateInterval, x => Quantity.Duration(x))}) and {claims.Baseline} "
            + $"{Quantity.Duration(claim.BaselineNs)} ({Between(claim.BaselineInterval, x => Quantity.Duration(x))}): "
            + $"{Factor(claim.Speedup)} times as fast ({ci} interval {Between(claim.SpeedupInterval, Factor)}; "
            + $"{claim.Runs} processes; Hedges' g {Quantity.EffectSize(claim.HedgesG)}; "
            + $"{PValue.Sentence(claim.P)}{Family(claims)}).";
    }

    private static string Family(SpeedClaims claims) =>
        claims.Claims.Length > 1 ? $", Holm-adjusted over {claims.Claims.Length} shapes" : "";

    /// <summary>An interval in words: <c>1.220 to 1.248</c>.</summary>
    /// <param name="interval">[low, high].</param>
    /// <param name="text">How a figure is written.</param>
    public static string Between(ImmutableArray<double> interval, Func<double, string> text) =>
        $"{text(interval[0])} to {text(interval[1])}";
}
