using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Tuning;

namespace PerfGate.Benchmarks;

/// <summary>
/// <c>tune-replay</c>: how near a search comes to the best of an exhaustive sweep, from the log of the sweep. It
/// measures nothing: each search is told the times that the sweep found.
/// </summary>
internal static class TuneReplayCommand
{
    private const double Near = 0.02;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var manifest = new Argument<FileInfo>("MANIFEST") { Description = "The manifest that was swept." };
        var log = new Argument<FileInfo>("LOG") { Description = "The tune.jsonl of the sweep." };
        var seeds = new Option<int>("--seeds") { Description = "How many.", DefaultValueFactory = _ => 10 };
        var share = new Option<int>("--share")
        {
            Description = "A search has one of so many evaluations of the sweep.",
            DefaultValueFactory = _ => 10,
        };
        var command = new Command("tune-replay", "Replays searches from the log of an exhaustive sweep.")
        {
            manifest,
            log,
            seeds,
            share,
        };
        command.SetAction(parsed =>
            Replay(
                parsed.GetValue(manifest)!.FullName,
                parsed.GetValue(log)!.FullName,
                parsed.GetValue(seeds),
                parsed.GetValue(share)
            )
        );
        return command;
    }

    private static int Replay(string manifest, string log, int seeds, int share)
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
        var best = found.MinBy(f => f.Value ?? double.PositiveInfinity);
        var budget = found.Count / share;
        Console.WriteLine($"{found.Count} variants, {found.Count(f => f.Value is null)} of them failed");
        Console.WriteLine($"best of all: {best.Key}, {Speedup(best.Value!.Value)} times as fast as the values in use");
        foreach (var kind in (TuningStrategy[])[TuningStrategy.Local, TuningStrategy.Random])
        {
            var near = 0;
            Console.WriteLine($"{kind}, {budget} evaluations:");
            for (var seed = 1UL; seed <= (ulong)seeds; seed++)
            {
                var (point, cost) = Search(
                    TuningStrategies.Create(kind, space, 0, seed),
                    budget,
                    p => found[space.Describe(p)]
                );
                var behind = Math.Exp(cost - best.Value.Value) - 1;
                near += behind <= Near ? 1 : 0;
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  seed {seed, 2}: {100 * behind, 6:0.00} % behind the best, {space.Describe(point)}"
                    )
                );
            }

            Console.WriteLine($"  {near} of {seeds} seeds within {100 * Near} % of the best");
        }

        return 0;
    }

    private static (long Point, double Cost) Search(ITuningStrategy strategy, int budget, Func<long, double?> cost)
    {
        var (point, least, tried) = (0L, double.PositiveInfinity, 0);
        while (tried < budget && strategy.Propose(Math.Min(16, budget - tried)) is { IsEmpty: false } next)
        {
            foreach (var one in next)
            {
                var told = cost(one);
                strategy.Tell(one, told);
                if (told < least)
                    (point, least) = (one, told.Value);
            }

            tried += next.Length;
        }

        return (point, least);
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

    private static string Speedup(double cost) => Math.Exp(-cost).ToString("0.000", CultureInfo.InvariantCulture);
}
