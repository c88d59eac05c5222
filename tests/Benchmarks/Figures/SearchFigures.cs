using System.Globalization;
using PerfGate.Core.Tuning;

namespace PerfGate.Benchmarks.Figures;

/// <summary>
/// How near each strategy of a tuning comes to the best of an exhaustive sweep, with a tenth of its evaluations.
/// </summary>
/// <param name="folder">The folder of the sweep: one manifest, and <c>tune.jsonl</c>.</param>
internal sealed class SearchFigures(string folder)
{
    private const int Seeds = 10;
    private const int Share = 10;
    private const double Near = 0.02;

    /// <summary>A row for each strategy that does not try all variants.</summary>
    public IEnumerable<string> Table()
    {
        var sweep = TuneReplay.Read(
            Directory.EnumerateFiles(folder, "*.bench.json").Single(),
            Path.Combine(folder, "tune.jsonl")
        );
        var effort = sweep.Variants / Share;
        return
        [
            $"| strategy | evaluations of {sweep.Variants} | within 2 % of the best | median behind it "
                + "| most behind it |",
            "| --- | ---: | ---: | ---: | ---: |",
            .. ((TuningStrategy[])[TuningStrategy.Local, TuningStrategy.Random]).Select(s =>
                Row(s, effort, sweep.Search(s, effort, Seeds))
            ),
        ];
    }

    private static string Row(TuningStrategy strategy, int effort, IReadOnlyCollection<ReplayedSearch> found)
    {
        double[] behind = [.. found.Select(f => f.Behind).Order()];
        return $"| `{strategy.ToString().ToLowerInvariant()}` | {effort} "
            + $"| {behind.Count(b => b <= Near)} of {behind.Length} seeds "
            + $"| {Percent((behind[(behind.Length - 1) / 2] + behind[behind.Length / 2]) / 2)} "
            + $"| {Percent(behind[^1])} |";
    }

    private static string Percent(double fraction) =>
        (100 * fraction).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}
