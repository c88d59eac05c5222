using System.Globalization;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Reports.Model;

/// <summary>What a person pastes into <c>perfgate.json</c> to accept the slow-downs of a verdict.</summary>
internal static class AcceptanceSnippet
{
    // Nobody accepts more by hand than by a pattern.
    private const int Most = 20;

    // What the policy's schema takes.
    private const double LargestRatio = 10;

    private static readonly TimeSpan Term = TimeSpan.FromDays(90);

    /// <summary>
    /// The entries, one line each; empty if nothing is slower. A case whose name has characters that are not plain
    /// is left out, as in the commands (<see cref="Reproduction"/>).
    /// </summary>
    /// <param name="model">The report.</param>
    public static IReadOnlyList<string> Of(ReportModel model)
    {
        var entries = model
            .Cases.Where(c => c.Verdict == CaseVerdict.Regression && Reproduction.IsPlain(c.Judgement.Name))
            .Select(c => (c.Judgement.Name, Ratio: Limit(c.Judgement)))
            .Where(e => e.Ratio is not null)
            .Take(Most)
            .ToList();
        if (entries.Count == 0 || model.Input.Measurement is not { } measured)
            return [];
        var until = measured.StartedAt.UtcDateTime + Term;
        return
        [
            "\"accepted\": [",
            .. entries.Select(
                (e, i) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {{ \"case\": \"{e.Name}\", \"reason\": \"\", \"maximumRatio\": {e.Ratio:0.00}, "
                            + $"\"expires\": \"{until:yyyy-MM-dd}\" }}{(i + 1 < entries.Count ? "," : "")}"
                    )
            ),
            "]",
        ];
    }

    // The upper end of the interval, so that the next measurement of the same code lies below it too.
    private static double? Limit(CaseJudgement judgement)
    {
        if (judgement.Ratio is not { } ratio)
            return null;
        var high = judgement.RatioInterval is [_, var upper] && double.IsFinite(upper) ? Math.Max(ratio, upper) : ratio;
        return ratio <= LargestRatio ? Math.Min(LargestRatio, Math.Ceiling(high * 100) / 100) : null;
    }
}
