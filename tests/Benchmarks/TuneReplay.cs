using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Tuning;

namespace PerfGate.Benchmarks;

/// <summary>
/// How near a search comes to the best of an exhaustive sweep, from the log of the sweep. It measures nothing: each
/// search is told the times that the sweep found.
/// </summary>
internal sealed class TuneReplay
{
    // Logarithms of times relative to the values in use; null if the variant failed.
    private readonly Dictionary<string, double?> _found;
    private readonly TuningSpace _space;

    private TuneReplay(Dictionary<string, double?> found, TuningSpace space)
    {
        (_found, _space) = (found, space);
        (Best, var least) = found.MinBy(f => f.Value ?? double.PositiveInfinity);
        Least = least!.Value;
    }

    /// <summary>Variants of the sweep, the values in use included.</summary>
    public int Variants => _found.Count;

    /// <summary>How many of them failed.</summary>
    public int Failed => _found.Count(f => f.Value is null);

    /// <summary>The fastest of all.</summary>
    public string Best { get; }

    /// <summary>How many times as fast as the values in use it is.</summary>
    public double BestSpeedup => Math.Exp(-Least);

    private double Least { get; }

    /// <summary>Reads a sweep.</summary>
    /// <param name="manifest">The manifest that was swept.</param>
    /// <param name="log">Its tune.jsonl.</param>
    public static TuneReplay Read(string manifest, string log)
    {
        var records = File.ReadLines(log)
            .Select(l => JsonSerializer.Deserialize(l, TuneJson.Default.TuneRecord)!)
            .Where(r => r.Stage == TuneStage.Tried)
            .DistinctBy(r => r.Values)
            .ToList();
        // The times are relative to the values in use. The log has no line for those.
        var found = records.ToDictionary(r => r.Values, CostOf, StringComparer.Ordinal);
        var space = Space(manifest, records[0].Benchmark, found);
        found[space.Describe(0)] = 0;
        return new(found, space);
    }

    /// <summary>Searches once for each seed from 1 on.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="evaluations">How many variants a search may try.</param>
    /// <param name="seeds">How many seeds.</param>
    public ImmutableArray<ReplayedSearch> Search(TuningStrategy strategy, int evaluations, int seeds) =>
        [
            .. Enumerable
                .Range(1, seeds)
                .Select(seed => Search(TuningStrategies.Create(strategy, _space, 0, (ulong)seed), evaluations)),
        ];

    private ReplayedSearch Search(ITuningStrategy strategy, int evaluations)
    {
        var (point, least, tried) = (0L, double.PositiveInfinity, 0);
        while (
            tried < evaluations && strategy.Propose(Math.Min(16, evaluations - tried)) is { IsEmpty: false } next
        )
        {
            foreach (var one in next)
            {
                var told = _found[_space.Describe(one)];
                strategy.Tell(one, told);
                if (told < least)
                    (point, least) = (one, told.Value);
            }

            tried += next.Length;
        }

        return new(_space.Describe(point), Math.Exp(least - Least) - 1);
    }

    // What the sweep tried is what the constraints allow. Variants of one machine code have one line.
    private static TuningSpace Space(string manifest, string benchmark, Dictionary<string, double?> found)
    {
        var tune = JsonNode
            .Parse(File.ReadAllText(manifest))!["benchmarks"]!.AsArray()
            .Single(b => (string)b!["name"]! == benchmark)!["tune"]!.AsObject();
        TuningParameter[] parameters =
        [
            .. tune.Where(t => t.Key != "where")
                .Select(t => new TuningParameter(t.Key, [.. t.Value!.AsArray().Select(v => (double)v!)])),
        ];
        var all = new TuningSpace([.. parameters], _ => true);
        return new([.. parameters], v => all.PointOf(v) is { } p && (p == 0 || found.ContainsKey(all.Describe(p))));
    }

    private static double? CostOf(TuneRecord record) =>
        record is { Outcome: TuneOutcome.Timed, Shapes: { IsDefaultOrEmpty: false } shapes }
            ? ShapeCosts.Together(shapes).Average()
            : null;
}

/// <summary>What a replayed search found.</summary>
/// <param name="Values">The fastest variant that it tried.</param>
/// <param name="Behind">By how much it is slower than the best of all, as a fraction.</param>
internal sealed record ReplayedSearch(string Values, double Behind);
