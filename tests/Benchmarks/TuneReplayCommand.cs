using System.CommandLine;
using PerfGate.Core.Tuning;

namespace PerfGate.Benchmarks;

/// <summary><c>tune-replay</c>: how near searches come to the best of an exhaustive sweep, from its log.</summary>
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
        var sweep = TuneReplay.Read(manifest, log);
        var budget = sweep.Variants / share;
        Console.WriteLine($"{sweep.Variants} variants, {sweep.Failed} of them failed");
        Console.WriteLine(Invariant($"best: {sweep.Best}, {sweep.BestSpeedup:0.000} times as fast as those in use"));
        foreach (var strategy in (TuningStrategy[])[TuningStrategy.Local, TuningStrategy.Random])
        {
            var found = sweep.Search(strategy, budget, seeds);
            Console.WriteLine($"{strategy}, {budget} evaluations:");
            foreach (var (i, one) in found.Index())
                Console.WriteLine(
                    Invariant($"  seed {i + 1, 2}: {100 * one.Behind, 6:0.00} % behind the best, {one.Values}")
                );
            Console.WriteLine($"  {found.Count(f => f.Behind <= Near)} of {seeds} within {100 * Near} % of the best");
        }

        return 0;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
