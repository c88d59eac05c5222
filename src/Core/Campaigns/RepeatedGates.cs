using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Campaigns;

/// <summary>
/// What became of the same edit of the same case in several gates. An edit is the same where commit, kind, case and
/// planted delay are.
/// </summary>
/// <param name="Edits">
/// Edits that came up in at least two gates, and how many of them got one verdict each time.
/// </param>
/// <param name="Pairs">Pairs of gates with the same edit, and how many of them agree.</param>
/// <param name="Deviations">
/// Per kind of gate the standard deviation of the effect between gates, a fraction, of each edit that came up at least
/// three times; ascending.
/// </param>
public sealed record RepeatedGates(
    CountedShare Edits,
    CountedShare Pairs,
    ImmutableSortedDictionary<CampaignKind, ImmutableArray<double>> Deviations
)
{
    // Of two gates the deviation is hardly known at all.
    private const int FewestForDeviation = 3;

    /// <summary>Finds the edits that came up more than once.</summary>
    /// <param name="records">The lines of one device.</param>
    public static RepeatedGates Of(IEnumerable<CampaignRecord> records)
    {
        var edits = records
            .Where(r => r.Kind != CampaignKind.Calibration)
            .GroupBy(r => (r.Commit, r.Kind, r.Case, r.Cycles))
            .Where(g => g.Count() > 1)
            .Select(g => g.ToImmutableArray())
            .ToList();
        var deviations = edits
            .Where(e => e.Length >= FewestForDeviation)
            .GroupBy(e => e[0].Kind)
            .ToImmutableSortedDictionary(
                g => g.Key,
                g => g.Select(e => Effects.Deviation(e)).OfType<double>().Order().ToImmutableArray()
            );
        return new(
            CountedShare.Of(edits, e => e.All(r => r.Verdict == e[0].Verdict)),
            new(
                edits.Sum(e => e.GroupBy(r => r.Verdict).Sum(g => PairsOf(g.Count()))),
                edits.Sum(e => PairsOf(e.Length))
            ),
            deviations
        );
    }

    private static int PairsOf(int n) => n * (n - 1) / 2;
}

/// <summary>Effects over several gates, on logarithms.</summary>
internal static class Effects
{
    /// <summary>Their mean, a fraction; null if there is none.</summary>
    public static double? Mean(IEnumerable<CampaignRecord> records) =>
        Logarithms(records) is { Length: > 0 } all ? Math.Exp(all.Average()) - 1 : null;

    /// <summary>Their standard deviation, a fraction; null for fewer than two.</summary>
    public static double? Deviation(IEnumerable<CampaignRecord> records) =>
        Logarithms(records) is { Length: > 1 } all ? Math.Sqrt(Moments.Variance(all)) : null;

    private static double[] Logarithms(IEnumerable<CampaignRecord> records) =>
        [.. records.Select(r => r.Effect).OfType<double>().Select(e => Math.Log(1 + e))];
}
