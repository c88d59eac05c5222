using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Model;

/// <summary>
/// How far an output is from what is expected, as reports print it: the reference's figure first where there is one.
/// </summary>
internal static class AccuracyText
{
    /// <summary>The norm of the error over the norm of the expected output.</summary>
    public static string RelativeError(OutputAccuracy a) => Both(a.ReferenceRelativeError, a.RelativeError, Error);

    /// <summary>The largest absolute difference of an element.</summary>
    public static string LargestDifference(OutputAccuracy a) =>
        Both(a.ReferenceMaximumAbsoluteError, a.MaximumAbsoluteError, Error);

    /// <summary>The share of elements that are as near to the expected value as their type can be.</summary>
    public static string ExactShare(OutputAccuracy a) =>
        a.ExactShare is { } exact ? Both(a.ReferenceExactShare, exact, v => Quantity.Share(v)) : Quantity.None;

    /// <summary>Whether every run gave the same bytes.</summary>
    public static string SameBytes(OutputAccuracy a) => a.Deterministic switch
    {
        true => "yes",
        false => "no",
        null => Quantity.None,
    };

    private static string Both(double? before, double now, Func<double, string> text) =>
        before is { } b ? $"{text(b)} → {text(now)}" : text(now);

    private static string Error(double value) => value == 0 ? "0" : Numbers.Error(value);
}
