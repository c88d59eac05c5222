using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Campaigns;

/// <summary>What the file of one device's campaign shows. Every number is counted from its lines.</summary>
public sealed record CampaignSummary
{
    /// <summary>The lines that it was counted from.</summary>
    public required ImmutableArray<CampaignRecord> Records { get; init; }

    /// <summary>The device's model.</summary>
    public string Model => Records[0].Model;

    /// <summary>The device's model as a file name.</summary>
    public string Device => Records[0].Device;

    /// <summary>Whether it is a GPU.</summary>
    public bool IsGpu => Records.Any(r => r.Gpu is not null);

    /// <summary>Case verdicts of gates in which nothing changed that are a regression.</summary>
    public required CountedShare FalseRegressions { get; init; }

    /// <summary>Gates in which nothing changed that have a regression; gates that were cut off are left out.</summary>
    public required CountedShare FalseGates { get; init; }

    /// <summary>Case verdicts of gates in which nothing changed that are undecided.</summary>
    public required CountedShare Undecided { get; init; }

    /// <summary>Case verdicts of gates in which nothing changed that are an improvement.</summary>
    public required CountedShare FalseImprovements { get; init; }

    /// <summary>The cases of gates in which nothing changed, by name.</summary>
    public required ImmutableArray<CaseCounts> Unchanged { get; init; }

    /// <summary>Planted slow-downs by what was asked for, the smallest first.</summary>
    public required ImmutableArray<PlantedCounts> Planted { get; init; }

    /// <summary>Harmless edits, the case with the largest mean effect first.</summary>
    public required ImmutableArray<CaseCounts> Harmless { get; init; }

    /// <summary>One edit in several gates.</summary>
    public required RepeatedGates Repeats { get; init; }

    /// <summary>Counts the lines of one device.</summary>
    /// <param name="records">The lines, at least one; lines of one gate have the same number.</param>
    public static CampaignSummary Of(ImmutableArray<CampaignRecord> records)
    {
        ArgumentOutOfRangeException.ThrowIfZero(records.Length);
        var same = records.Where(r => r.Kind == CampaignKind.Aa).ToList();
        return new()
        {
            Records = records,
            FalseRegressions = CountedShare.Of(same, r => r.Verdict == CaseVerdict.Regression),
            FalseGates = CountedShare.Of(
                same.GroupBy(r => r.Gate).Where(g => g.Count() == g.First().Cases).ToList(),
                g => g.Any(r => r.Verdict == CaseVerdict.Regression)
            ),
            Undecided = CountedShare.Of(same, IsUndecided),
            FalseImprovements = CountedShare.Of(same, r => r.Verdict == CaseVerdict.Improvement),
            Unchanged = [.. CaseCounts.Of(same).OrderBy(c => c.Case, StringComparer.Ordinal)],
            Planted =
            [
                .. records
                    .Where(r => r is { Kind: CampaignKind.Planted, Asked: not null })
                    .GroupBy(r => r.Asked!.Value)
                    .OrderBy(g => g.Key)
                    .Select(g => new PlantedCounts(g.Key, [.. g])),
            ],
            Harmless =
            [
                .. CaseCounts
                    .Of(records.Where(r => r.Kind == CampaignKind.Harmless))
                    .OrderByDescending(c => c.MeanEffect ?? double.NegativeInfinity)
                    .ThenBy(c => c.Case, StringComparer.Ordinal),
            ],
            Repeats = RepeatedGates.Of(records),
        };
    }

    /// <summary>The summaries of several devices, GPUs first.</summary>
    /// <param name="records">Their lines; gates of one device have numbers of their own.</param>
    public static ImmutableArray<CampaignSummary> ByDevice(IEnumerable<CampaignRecord> records) =>
        [
            .. records
                .GroupBy(r => r.Device, StringComparer.Ordinal)
                .Select(g => Of([.. g]))
                .OrderByDescending(c => c.IsGpu)
                .ThenBy(c => c.Device, StringComparer.Ordinal),
        ];

    /// <summary>
    /// The campaigns of several files, one a device. In each file gates have numbers of their own: two hosts, or two
    /// GPUs of one host, may have written files of one device.
    /// </summary>
    /// <param name="files">The lines of each file.</param>
    public static ImmutableArray<CampaignSummary> OfFiles(IEnumerable<ImmutableArray<CampaignRecord>> files)
    {
        var all = new List<CampaignRecord>();
        foreach (var records in files)
        {
            var first = all.Count == 0 ? 0 : all.Max(r => r.Gate) + 1;
            all.AddRange(records.Select(r => r with { Gate = r.Gate + first }));
        }

        return ByDevice(all);
    }

    /// <summary>How many gates there are of a kind, those that were cut off included.</summary>
    /// <param name="kind">The kind.</param>
    public int Gates(CampaignKind kind) => Records.Where(r => r.Kind == kind).Select(r => r.Gate).Distinct().Count();

    /// <summary>How many case verdicts there are of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public int Verdicts(CampaignKind kind) => Records.Count(r => r.Kind == kind);

    /// <summary>Wall time of all gates, seconds.</summary>
    public double Seconds => Records.Sum(r => r.Seconds);

    internal static bool IsUndecided(CampaignRecord record) => VerdictTraits.IsUndecided(record.Verdict);
}

/// <summary>How often something happened.</summary>
/// <param name="Hits">How often.</param>
/// <param name="Trials">How often it could have.</param>
public sealed record CountedShare(int Hits, int Trials)
{
    /// <summary>How sure bounds are, one-sided.</summary>
    public const double Confidence = 0.95;

    /// <summary>Counts.</summary>
    /// <typeparam name="T">What is counted.</typeparam>
    /// <param name="all">Where it could have happened.</param>
    /// <param name="hit">Whether it did.</param>
    public static CountedShare Of<T>(IReadOnlyCollection<T> all, Func<T, bool> hit) => new(all.Count(hit), all.Count);

    /// <summary>The share, 0 to 1; null if it could not have happened.</summary>
    public double? Share => Trials == 0 ? null : (double)Hits / Trials;

    /// <summary>The probability is at most so large, with <see cref="Confidence"/>.</summary>
    public double AtMost => BinomialBound.Upper(Hits, Trials, Confidence);

    /// <summary>The probability is at least so large, with <see cref="Confidence"/>.</summary>
    public double AtLeast => BinomialBound.Lower(Hits, Trials, Confidence);
}

/// <summary>The verdicts on one case over several gates.</summary>
/// <param name="Case">The case.</param>
/// <param name="Records">Its lines.</param>
public sealed record CaseCounts(string Case, ImmutableArray<CampaignRecord> Records)
{
    /// <summary>Lines by case.</summary>
    public static IEnumerable<CaseCounts> Of(IEnumerable<CampaignRecord> records) =>
        records.GroupBy(r => r.Case, StringComparer.Ordinal).Select(g => new CaseCounts(g.Key, [.. g]));

    /// <summary>Regressions among them.</summary>
    public CountedShare Regressions => CountedShare.Of(Records, r => r.Verdict == CaseVerdict.Regression);

    /// <summary>Undecided ones among them.</summary>
    public CountedShare Undecided => CountedShare.Of(Records, CampaignSummary.IsUndecided);

    /// <summary>The mean effect, a fraction; null if nothing was compared.</summary>
    public double? MeanEffect => Effects.Mean(Records);

    /// <summary>The standard deviation of the effect between gates, a fraction; null for fewer than two.</summary>
    public double? Deviation => Effects.Deviation(Records);

    /// <summary>Whether the mean effect is larger than the tolerance, so that a regression is no false alarm.</summary>
    public bool IsSlower =>
        MeanEffect is { } mean && Records.Select(r => r.Tolerance).Max() is { } tolerance && mean > tolerance;
}

/// <summary>The verdicts on planted slow-downs of one size.</summary>
/// <param name="Asked">The slow-down that was asked for, a fraction.</param>
/// <param name="Records">Its lines.</param>
public sealed record PlantedCounts(double Asked, ImmutableArray<CampaignRecord> Records)
{
    /// <summary>Regressions among them.</summary>
    public CountedShare Regressions => CountedShare.Of(Records, r => r.Verdict == CaseVerdict.Regression);

    /// <summary>Undecided ones among them.</summary>
    public CountedShare Undecided => CountedShare.Of(Records, CampaignSummary.IsUndecided);

    /// <summary>Passes and improvements among them: the slow-down was ruled out.</summary>
    public CountedShare RuledOut =>
        CountedShare.Of(Records, r => r.Verdict is CaseVerdict.Pass or CaseVerdict.Improvement);

    /// <summary>The mean effect, a fraction; null if nothing was compared.</summary>
    public double? MeanEffect => Effects.Mean(Records);

    /// <summary>The verdicts by benchmark.</summary>
    public ImmutableSortedDictionary<string, PlantedCounts> ByBenchmark =>
        Records
            .GroupBy(r => r.Benchmark, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(g => g.Key, g => this with { Records = [.. g] }, StringComparer.Ordinal);
}
