using PerfGate.Core.Reports;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Tests.Tuning;

/// <summary>A tuning from the first variant to the decision, over simulated kernels.</summary>
public sealed class TuneSearchTests : IDisposable
{
    private static readonly TuningSpace Space = new(
        [new("BLOCK", [32, 64, 128, 256]), new("UNROLL", [1, 2, 4, 8]), new("PAD", [0, 1, 2])],
        _ => true
    );

    private readonly TemporaryFolder _folder = new("perfgate-tune-");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_fastest_variant_is_found_and_confirmed()
    {
        var bench = new SimulatedBench(p => p == 29 ? -0.3 : 0.001 * p, 1);

        var result = await RunAsync(bench, TuningStrategy.BruteForce);

        Assert.Equal(29, result.Adopted);
        Assert.Equal(1, bench.Trials);
        Assert.Equal(48, result.Tried.Length);
    }

    [Theory]
    [InlineData(TuneOutcome.Incorrect)]
    [InlineData(TuneOutcome.Fails)]
    [InlineData(TuneOutcome.DoesNotCompile)]
    [InlineData(TuneOutcome.Invalid)]
    public async Task A_variant_that_fails_or_is_wrong_never_wins_however_fast_it_is(TuneOutcome outcome)
    {
        var bench = new SimulatedBench(
            p =>
                p is 29 or 30 ? -2
                : p == 7 ? -0.2
                : 0,
            2
        )
        {
            Bad = { [29] = outcome, [30] = outcome },
        };

        var result = await RunAsync(bench, TuningStrategy.BruteForce);

        Assert.Equal(7, result.Adopted);
        Assert.Equal(2, result.Tried.Count(t => t.Outcome == outcome));
        Assert.DoesNotContain(result.Finals, f => f.Point is 29 or 30);
    }

    [Fact]
    public async Task Variants_as_fast_as_the_one_in_use_leave_it_in_use_twenty_times_of_twenty()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var result = await RunAsync(
                new SimulatedBench(_ => 0, seed),
                TuningStrategy.BruteForce,
                log: $"{seed}.jsonl"
            );

            Assert.True(result.Adopted is null, $"seed {seed}: {result.Reason}");
        }
    }

    [Fact]
    public async Task Variants_of_one_machine_code_are_not_timed_at_all()
    {
        var bench = new SimulatedBench(_ => 0, 3) { Code = _ => "one" };

        var result = await RunAsync(bench, TuningStrategy.BruteForce);

        Assert.Null(result.Adopted);
        Assert.Empty(bench.Timed);
    }

    [Fact]
    public async Task Equal_machine_code_is_timed_once()
    {
        // The parameter PAD changes nothing.
        var bench = new SimulatedBench(p => 0.01 * (p / 3), 4) { Code = p => $"code {p / 3}" };

        await RunAsync(bench, TuningStrategy.BruteForce);

        Assert.Equal(15, bench.Timed.Where(p => p != 0).Distinct().Count());
    }

    [Fact]
    public async Task A_tuning_that_was_killed_goes_on_and_repeats_nothing()
    {
        double Cost(long p) => p == 29 ? -0.3 : 0.001 * p;
        var killed = new SimulatedBench(Cost, 5) { KilledAfter = 2, Bad = { [4] = TuneOutcome.DoesNotCompile } };
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(killed, TuningStrategy.BruteForce));
        var resumed = new SimulatedBench(Cost, 6) { Bad = { [4] = TuneOutcome.DoesNotCompile } };

        var result = await RunAsync(resumed, TuningStrategy.BruteForce);
        var again = new SimulatedBench(Cost, 7);
        var repeated = await RunAsync(again, TuningStrategy.BruteForce);

        Assert.Equal(29, result.Adopted);
        // Only the last variants are timed once more, by design.
        var finalists = result.Finals.Select(f => f.Point).ToHashSet();
        Assert.DoesNotContain(killed.Timed.Where(p => p != 0 && !finalists.Contains(p)), resumed.Timed.Contains);
        Assert.DoesNotContain(4, resumed.Compiled);
        Assert.Equal(29, repeated.Adopted);
        Assert.Empty(again.Timed);
        Assert.Equal(0, again.Trials);
    }

    [Theory]
    [InlineData(TuningStrategy.BruteForce)]
    [InlineData(TuningStrategy.Random)]
    public async Task The_next_batch_and_no_more_is_compiled_while_one_is_timed(TuningStrategy strategy)
    {
        var bench = new SimulatedBench(p => 0.001 * p, 12);

        var tried = (await RunAsync(bench, strategy)).Tried.Select(t => t.Point).ToList();

        // Of 48 variants two batches come after the first.
        Assert.Equal(2, bench.Ahead.Count);
        Assert.Equal(tried[16..32], bench.Ahead[0]);
        Assert.Equal(tried[32..48], bench.Ahead[1]);
    }

    [Fact]
    public async Task Of_what_local_search_compiled_ahead_it_tries_a_part_and_the_budget_bounds_it()
    {
        var bench = new SimulatedBench(p => 0.01 * p, 13);

        var tried = (await RunAsync(bench, TuningStrategy.Local, evaluations: 12)).Tried.Select(t => t.Point).ToList();

        var ahead = bench.Ahead.SelectMany(a => a).Distinct().ToList();
        Assert.NotEmpty(ahead.Intersect(tried));
        Assert.All(bench.Ahead, a => Assert.InRange(a.Length, 1, 12));
    }

    [Fact]
    public async Task What_fails_ahead_fails_in_its_turn_alone()
    {
        var bench = new SimulatedBench(p => p == 29 ? -0.3 : 0.001 * p, 1)
        {
            AheadFails = new PerfGateException(DiagnosticCatalog.NoManifests(), ExitCode.Usage),
        };

        Assert.Equal(29, (await RunAsync(bench, TuningStrategy.BruteForce)).Adopted);
    }

    [Fact]
    public async Task A_line_that_was_cut_off_is_ignored_and_said()
    {
        await RunAsync(new SimulatedBench(p => 0.01 * p, 8), TuningStrategy.BruteForce);
        var path = Path.Combine(_folder.Root, "tune.jsonl");
        var whole = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(path, whole[0][..40], TestContext.Current.CancellationToken);

        using (var log = TuneLog.Open(path))
        {
            Assert.Equal("its last line, which was cut off", log.Ignored);
            Assert.Equal(whole.Length, log.Count);
        }

        Assert.Equal(whole, await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task A_line_that_is_no_result_is_ignored_and_said(string line)
    {
        await RunAsync(new SimulatedBench(p => 0.01 * p, 8), TuningStrategy.BruteForce);
        var path = Path.Combine(_folder.Root, "tune.jsonl");
        var whole = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(path, line + "\n", TestContext.Current.CancellationToken);

        using var log = TuneLog.Open(path);

        Assert.Equal("one line that is no result", log.Ignored);
        Assert.Equal(whole.Length, log.Count);
    }

    [Fact]
    public async Task The_budget_counts_evaluations()
    {
        var result = await RunAsync(new SimulatedBench(p => 0.01 * p, 9), TuningStrategy.Local, evaluations: 20);

        Assert.Equal(20, result.Tried.Length);
    }

    [Fact]
    public async Task Nothing_is_tuned_where_the_variant_in_use_fails()
    {
        var bench = new SimulatedBench(_ => 0, 10) { Bad = { [0] = TuneOutcome.DoesNotCompile } };

        var refused = await Assert.ThrowsAsync<PerfGateException>(() => RunAsync(bench, TuningStrategy.Random));

        Assert.Equal("PG2061", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public async Task The_report_says_what_failed_what_each_value_does_and_how_the_best_was_reached()
    {
        var bench = new SimulatedBench(p => 0.05 * (p % 3) - (p == 29 ? 0.4 : 0), 11)
        {
            Bad = { [5] = TuneOutcome.Incorrect },
        };

        var report = TuneReportFiles.Of(await RunAsync(bench, TuningStrategy.BruteForce));
        var text = TuneMarkdown.Of(new() { Device = "a device", Benchmarks = [report] });

        Assert.Equal("incorrect", Assert.Single(report.Failures).Outcome);
        Assert.Equal(48, report.Evaluations);
        var pad = report.Effects.Where(e => e.Parameter == "PAD").ToList();
        Assert.Equal([0.0, 1.0, 2.0], pad.Select(e => e.Value));
        Assert.True(pad[0].Mean > pad[1].Mean);
        Assert.Equal("BLOCK=128 UNROLL=2 PAD=2", report.BestSoFar[^1].Values);
        Assert.Contains("Adopted: `BLOCK=128 UNROLL=2 PAD=2`", text, StringComparison.Ordinal);
        Assert.Contains("| incorrect | 1 | 2.1 % |", text, StringComparison.Ordinal);
    }

    private async Task<TuneResult> RunAsync(
        SimulatedBench bench,
        TuningStrategy strategy,
        int evaluations = 1000,
        string log = "tune.jsonl"
    )
    {
        using var opened = TuneLog.Open(Path.Combine(_folder.Root, log));
        var request = new TuneRequest
        {
            Benchmark = "simulated",
            At = new("simulated.bench.json", 1),
            Space = Space,
            Incumbent = 0,
            Strategy = strategy,
            Seed = 1,
            Evaluations = evaluations,
            Deadline = DateTimeOffset.MaxValue,
        };
        return await new TuneSearch(request, bench, opened, _ => { }).RunAsync(TestContext.Current.CancellationToken);
    }
}
