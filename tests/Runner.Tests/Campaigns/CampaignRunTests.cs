using System.Collections.Immutable;
using System.Diagnostics;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Campaigns;

namespace PerfGate.Runner.Tests.Campaigns;

/// <summary>The loop over the gates of a campaign, with simulated gates.</summary>
public sealed class CampaignRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _said = new();

    public void Dispose()
    {
        _folder.Dispose();
        _said.Dispose();
    }

    private string File => _folder.PathOf("campaign/nvidia-x.jsonl");

    [Fact]
    public async Task Gates_are_numbered_and_every_case_gets_a_line()
    {
        var gates = new SimulatedGate(1, "a/N=1", "b");

        Assert.Equal(12, await RunAsync(gates, gates: 12, stop: Own));

        var read = JsonLines.Read(File, CampaignJson.Default.CampaignRecord);
        Assert.Null(read.Ignored);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i / 2), read.Records.Select(r => r.Gate));
        Assert.All(read.Records, r => Assert.Equal(2, r.Cases));
        Assert.Equal(["a", "b"], read.Records.Take(2).Select(r => r.Benchmark));
        Assert.All(
            read.Records.Where(r => r.Kind == CampaignKind.Planted),
            r => Assert.InRange(r.Effect!.Value, r.Asked!.Value - 0.003, r.Asked.Value + 0.003)
        );
        Assert.Contains("gate 0, nothing changed: 2 cases in", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_that_was_killed_goes_on_behind_its_last_whole_line()
    {
        await RunAsync(new SimulatedGate(1, "a", "b"), gates: 3, stop: Own);
        var whole = await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken);
        // Killed between the two lines of the fourth gate, and within the second.
        var fourth = whole[0].Replace("\"gate\":0", "\"gate\":3", StringComparison.Ordinal);
        await System.IO.File.AppendAllTextAsync(
            File, fourth + "\n" + fourth[..50], TestContext.Current.CancellationToken);

        await RunAsync(new SimulatedGate(2, "a", "b"), gates: 2, stop: Own);

        var read = JsonLines.Read(File, CampaignJson.Default.CampaignRecord);
        Assert.Null(read.Ignored);
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5], read.Records.Select(r => r.Gate));
        Assert.Equal(2, read.Records.Select(r => r.Session).Distinct().Count());
        Assert.Single(read.Records.Where(r => r.Kind == CampaignKind.Calibration).Select(r => r.Gate).Distinct());
    }

    [Fact]
    public async Task No_gate_begins_that_may_not_end_within_the_budget()
    {
        await RunAsync(new SimulatedGate(1, "a"), gates: 1, stop: Own);
        var line = JsonLines.Read(File, CampaignJson.Default.CampaignRecord).Records[0];
        using (var file = JsonLines.Open(File, CampaignJson.Default.CampaignRecord))
            file.Add(line with { Gate = 1, Seconds = 40 });

        Assert.Equal(0, await RunAsync(new SimulatedGate(1, "a"), seconds: 39, stop: Own));
        Assert.Contains("The next gate may take 40 s", _said.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync(new SimulatedGate(1, "a"), gates: 1, seconds: 1000, stop: Own));
    }

    [Fact]
    public async Task A_gate_that_is_stopped_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var gates = new SimulatedGate(1, "a") { At = gate => { if (gate == 2) stop.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(gates, stop: stop.Token));

        Assert.Equal([0, 1], JsonLines.Read(File, CampaignJson.Default.CampaignRecord).Records.Select(r => r.Gate));
    }

    [Fact]
    public async Task A_campaign_ends_where_nothing_can_be_judged()
    {
        Assert.Equal(0, await RunAsync(new SimulatedGate(1), gates: 5, stop: Own));
        Assert.Contains("No case could be judged", _said.ToString(), StringComparison.Ordinal);
    }

    private static CancellationToken Own => TestContext.Current.CancellationToken;

    private async Task<int> RunAsync(
        SimulatedGate gate,
        int gates = int.MaxValue,
        double seconds = 1000,
        CancellationToken stop = default
    )
    {
        using var file = JsonLines.Open(File, CampaignJson.Default.CampaignRecord);
        var place = new CampaignPlace(
            Guid.NewGuid().ToString("N"), "nvidia-x", "NVIDIA X", "host", "card", "580", "nvcc 13.0", "0123456789ab");
        return await new CampaignRun(gate, place, new(place.Commit, [0.005, 0.01, 0.02, 0.05]), _said)
            .RunAsync(file, new(seconds, gates, Stopwatch.StartNew()), stop);
    }

    private sealed class SimulatedGate(ulong seed, params string[] cases) : ICampaignGate
    {
        private const double TimeNs = 50_000;
        private const int Mhz = 1500;

        private CounterRandom _random = new(seed);
        private int _gate;

        public Action<int> At { get; init; } = _ => { };

        public ImmutableArray<string> Cases { get; } = [.. cases];

        public Task<GateFound> HoldAsync(
            CampaignKind kind,
            ImmutableDictionary<string, PlannedDelay> delays,
            CancellationToken cancellation
        )
        {
            At(_gate++);
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(new GateFound([.. Cases.Select(name => Judged(name, delays))], Mhz));
        }

        private CaseJudgement Judged(string name, ImmutableDictionary<string, PlannedDelay> delays)
        {
            var cycles = delays.GetValueOrDefault(name)?.Cycles ?? 0;
            var ratio = 1 + cycles * 1000.0 / Mhz / TimeNs + 0.0005 * _random.NextNormal();
            return new()
            {
                Name = name,
                Verdict = ratio > 1.012 ? CaseVerdict.Regression : CaseVerdict.Pass,
                Reason = "simulated",
                Ratio = ratio,
                RatioInterval = [ratio - 0.001, ratio + 0.001],
                Tolerance = 0.01,
                ReferenceNs = TimeNs,
                Runs = [5, 5],
            };
        }
    }
}
