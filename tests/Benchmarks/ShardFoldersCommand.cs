using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Benchmarks;

/// <summary>
/// <c>shard-folders DIR</c>: writes what the shards of a large suite leave behind, so that time and memory of
/// <c>perfgate merge</c>, <c>judge</c> and <c>report</c> can be measured.
/// </summary>
internal static class ShardFoldersCommand
{
    // Cases that are made at a time: all of them at once would need more memory than the commands under test.
    private const int Batch = 5_000;

    // As MeasurementBounds of the runner.
    private const int MostSamples = 6_000_000;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR")
        {
            Description = "Where the folders go: DIR/1, DIR/2 and so on.",
        };
        var cases = new Option<int>("--cases") { Description = "Cases.", DefaultValueFactory = _ => 100_000 };
        var shards = new Option<int>("--shards") { Description = "Shards.", DefaultValueFactory = _ => 4 };
        var runs = new Option<int>("--runs") { Description = "Runs a side.", DefaultValueFactory = _ => 10 };
        var samples = new Option<int>("--samples") { Description = "Samples a run.", DefaultValueFactory = _ => 20 };
        var command = new Command("shard-folders", "Writes the input of perfgate merge, synthetic, of any size.")
        {
            folder,
            cases,
            shards,
            runs,
            samples,
        };
        command.SetAction(parsed =>
            Write(
                parsed.GetValue(folder)!.FullName,
                parsed.GetValue(cases),
                parsed.GetValue(shards),
                parsed.GetValue(runs),
                parsed.GetValue(samples)
            )
        );
        return command;
    }

    private static void Write(string folder, int count, int shards, int runs, int samples)
    {
        var (candidate, reference) = Cases(count, runs, samples);
        var (now, before) = Surroundings(runs, samples);
        ImmutableArray<string> suite = [.. candidate.Select(c => c.Name).Order(StringComparer.Ordinal)];
        var baseline = new Baseline
        {
            Device = before.Environment.DeviceSlug,
            Measurements = [before with { Cases = reference }],
        };
        for (var shard = 1; shard <= shards; shard++)
        {
            var to = Path.Combine(folder, shard.ToString(CultureInfo.InvariantCulture));
            JsonFile.Write(
                Path.Combine(to, "measurement.json"),
                now with
                {
                    Shard = new(shard, shards) { Suite = suite },
                    Cases = [.. candidate.Where((_, i) => i % shards == shard - 1)],
                },
                PerfGateJson.Default.Measurement
            );
            JsonFile.Write(Path.Combine(to, "reference.json"), baseline, PerfGateJson.Default.Baseline);
            JsonFile.Write(
                Path.Combine(to, "inputs.json"),
                new()
                {
                    Policy = new(),
                    Reference = new() { Kind = ReferenceKind.Baseline, Reason = "synthetic" },
                    Day = new(2026, 1, 1),
                },
                PerfGateJson.Default.GateInputs
            );
        }
    }

    private static (ImmutableArray<MeasuredCase> Candidate, ImmutableArray<MeasuredCase> Reference) Cases(
        int count,
        int runs,
        int samples
    )
    {
        var (candidate, reference) = (new List<MeasuredCase>(count), new List<MeasuredCase>(count));
        var kept = Math.Clamp(MostSamples / (count * runs), 1, SampleThinning.MaximumSamples);
        for (var batch = 0; batch * Batch < count; batch++)
        {
            var made = ManyCases.Of(Math.Min(Batch, count - (batch * Batch)), runs, samples);
            candidate.AddRange(made.Measurement!.Cases.Select(c => Renamed(c, batch)));
            // What a measurement of so many cases keeps of a run.
            reference.AddRange(
                made.Reference!.Cases.Select(c =>
                    Renamed(c, batch) with
                    {
                        Runs = [.. c.Runs.Select(r => r with { Samples = SampleThinning.Thin(r.Samples, kept) })],
                    }
                )
            );
        }

        return (
            [.. candidate.OrderBy(c => c.Name, StringComparer.Ordinal)],
            [.. reference.OrderBy(c => c.Name, StringComparer.Ordinal)]
        );
    }

    private static MeasuredCase Renamed(MeasuredCase c, int batch) => c with { Name = $"{c.Name},BATCH={batch}" };

    private static (Measurement Now, Measurement Before) Surroundings(int runs, int samples)
    {
        var one = ManyCases.Of(1, runs, samples);
        return (one.Measurement!, one.Reference!);
    }
}
