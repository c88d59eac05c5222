using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Manifests;

namespace PerfGate.Runner.Tuning;

/// <summary>Tunes benchmarks one after the other and says what came of it, in lines of at most 80 columns.</summary>
/// <param name="setting">What all of them have in common.</param>
/// <param name="output">The output folder, absolute.</param>
/// <param name="work">The folder of what is kept, absolute.</param>
/// <param name="console">Where to say it.</param>
internal sealed class TuneRun(TuneSetting setting, string output, string work, TextWriter console)
{
    /// <summary>The log.</summary>
    public string LogPath { get; } = Path.Combine(output, "tune.jsonl");

    /// <summary>Tunes.</summary>
    /// <param name="benchmarks">The benchmarks.</param>
    /// <param name="effort">How many variants, chosen how.</param>
    /// <param name="cancellation">Stops it; the log keeps what was found.</param>
    public async Task AllAsync(
        ImmutableArray<TunableBenchmark> benchmarks,
        TuneEffort effort,
        CancellationToken cancellation
    )
    {
        using var log = TuneLog.Open(LogPath);
        if (log.Ignored is { } ignored)
            console.WriteLine($"The log of an earlier tuning is read, except {ignored}.");
        if (log.Count > 0)
            console.WriteLine($"{log.Count} results of an earlier tuning are in the log and are not measured again.");
        var results = new List<TuneResult>();
        foreach (var benchmark in benchmarks)
            results.Add(await OneAsync(benchmark, effort, log, cancellation).ConfigureAwait(false));
        TuneReportFiles.Write(output, setting.Device.Name ?? setting.Device.Kind.ToString(), results);
        console.WriteLine("Report: tune.md and tune.json in the output folder.");
    }

    private async Task<TuneResult> OneAsync(
        TunableBenchmark benchmark,
        TuneEffort effort,
        TuneLog log,
        CancellationToken cancellation
    )
    {
        var use = benchmark.Use;
        var request = new TuneRequest
        {
            Benchmark = benchmark.Name,
            At = use.Section.At,
            Space = use.Space,
            Incumbent = use.Incumbent,
            Strategy = effort.Strategy,
            Seed = effort.Seed,
            Evaluations = effort.Evaluations,
            Deadline = effort.Seconds is { } seconds
                ? DateTimeOffset.UtcNow.AddSeconds(seconds)
                : DateTimeOffset.MaxValue,
        };
        console.WriteLine($"{benchmark.Name}: {use.Space.Size} variants before constraints");
        console.WriteLine($"  in use: {use.Space.Describe(use.Incumbent)}");
        var bench = new VariantBench(
            setting,
            use,
            benchmark.Name,
            new(Path.Combine(work, "tune", benchmark.Name), work)
        );
        var result = await new TuneSearch(request, bench, log, line => console.WriteLine($"  {line}"))
            .RunAsync(cancellation)
            .ConfigureAwait(false);
        if (result.Adopted is { } adopted)
        {
            var path = TunedWriter.Write(setting, use, result, bench.Toolkit ?? "");
            console.WriteLine($"  adopted: {use.Space.Describe(adopted)}");
            foreach (var one in result.Confirmed)
                console.WriteLine($"    {one.Case}: {Words(one)}");
            console.WriteLine($"  written to {ManifestFile.Display(path, setting.Root)}; commit it");
        }
        else
        {
            console.WriteLine($"  kept as it is: {result.Reason}");
        }

        return result;
    }

    private static string Words(TunedCase one) =>
        one.Speedup is { } speedup
            ? string.Create(CultureInfo.InvariantCulture, $"{speedup:0.000} times as fast, {one.Verdict}")
            : one.Verdict;
}

/// <summary>How much a tuning tries.</summary>
/// <param name="Strategy">Which variants are tried next.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Evaluations">Variants of each benchmark, at most.</param>
/// <param name="Seconds">Seconds after which no further ones are tried; null for no limit.</param>
internal sealed record TuneEffort(TuningStrategy Strategy, ulong Seed, int Evaluations, double? Seconds);

/// <summary>A benchmark that can be tuned.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Use">Its section <c>tune</c>.</param>
internal sealed record TunableBenchmark(string Name, TuneUse Use)
{
    /// <summary>Those of a suite that this device can run.</summary>
    public static ImmutableArray<TunableBenchmark> In(BenchmarkSuite suite) =>
        [
            .. suite
                .Cases.Where(c => c is { Tune: not null, SkipReason: null, Role: CaseRole.Case })
                .Select(c => new TunableBenchmark(c.Benchmark, c.Tune!))
                .Distinct(),
        ];
}
