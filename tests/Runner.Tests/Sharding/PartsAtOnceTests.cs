using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Sharding;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.Measuring;

namespace PerfGate.Runner.Tests.Sharding;

/// <summary>Two devices that share the cases of one measurement. Their workers end as the tests say.</summary>
public sealed class PartsAtOnceTests : IDisposable
{
    private static readonly WorkerExit Crashed = new(WorkerOutcome.Crashed, "the worker crashed", null, null, 1);

    private readonly ManifestFolder _folder = new();
    private readonly KernelCatalog _catalog;
    private readonly ImmutableArray<CaseShare> _shares;

    public PartsAtOnceTests()
    {
        _folder.Change("[256, 512]", "[256, 512, 1024]");
        _catalog = ScriptedGate.Catalog(_folder, '0');
        _shares = [.. Enumerable.Range(1, 2).Select(i => CaseShare.Of(new(i, 2), _folder.Load(), null, null))];
    }

    public void Dispose() => _folder.Dispose();

    private GateFiles Together => new(Path.Combine(_folder.Root, "together"));

    [Fact]
    public async Task Two_devices_at_once_give_what_their_shards_merged_by_hand_give()
    {
        string[] byHand = [PathOf("hand/1"), PathOf("hand/2")];
        for (var i = 0; i < 2; i++)
            await Gate(byHand[i], _shares[i], Worker(i)).RunAsync(TestContext.Current.CancellationToken);
        await CommandLine.RunAsync(["merge", .. byHand, "--output", PathOf("hand/all")]);

        await PartsAtOnce.TakeAsync([Part(0, Worker(0)), Part(1, Worker(1))], Together, CancellationToken.None);

        var (expected, found) = (Read(new GateFiles(PathOf("hand/all"))), Read(Together));
        Assert.Equal(["softmax/N=1024", "softmax/N=256", "softmax/N=512"], found.Cases.Select(c => c.Name));
        Assert.All(found.Cases, c => Assert.Equal(CaseStatus.Measured, c.Status));
        Assert.Null(found.Shard);
        Assert.Equal(Text(expected), Text(found));
        Assert.True(File.Exists(Together.Inputs));
    }

    [Fact]
    public async Task A_part_that_fails_names_its_device_and_stops_the_other_and_nothing_is_written()
    {
        var other = new HeldLauncher();
        var failing = new ScriptedLauncher(job =>
        {
            // Not before the other one is at work.
            other.BegunAsync(TestContext.Current.CancellationToken).Wait(TestContext.Current.CancellationToken);
            return Crashed;
        });

        var failed = await Assert.ThrowsAsync<PerfGateException>(() =>
            PartsAtOnce.TakeAsync([Part(0, other), Part(1, failing)], Together, CancellationToken.None)
        );

        Assert.Equal((ExitCode.Environment, "PG2001"), (failed.ExitCode, Assert.Single(failed.Diagnostics).Code));
        Assert.StartsWith("GPU 1: ", failed.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(other.Running);
        Assert.False(Directory.Exists(Together.Folder));
    }

    [Fact]
    public async Task Parts_that_are_cancelled_end_their_workers_and_nothing_is_written()
    {
        HeldLauncher[] workers = [new(), new()];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var measuring = PartsAtOnce.TakeAsync([Part(0, workers[0]), Part(1, workers[1])], Together, stop.Token);
        foreach (var worker in workers)
            await worker.BegunAsync(TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => measuring);
        Assert.All(workers, w => Assert.Empty(w.Running));
        Assert.False(Directory.Exists(Together.Folder));
    }

    private static Measurement Read(GateFiles files) =>
        JsonFile.Read(files.Measurement, PerfGateJson.Default.Measurement, "measurement.schema.json");

    // All but the time of day.
    private static string Text(Measurement measured) =>
        System.Text.Json.JsonSerializer.Serialize(
            measured with
            {
                StartedAt = DateTimeOffset.UnixEpoch,
                WallSeconds = 0,
            },
            PerfGateJson.Default.Measurement
        );

    private static ScriptedLauncher Worker(int device) =>
        new(job => ScriptedGate.Completed(job, 100_000 * (1 + device)));

    private string PathOf(string name) => Path.Combine(_folder.Root, name);

    private DevicePart Part(int device, IWorkerLauncher workers)
    {
        var folder = PathOf($"parts/{device}");
        return new($"GPU {device}", folder, stop => Gate(folder, _shares[device], workers).RunAsync(stop));
    }

    private GateRun Gate(string folder, CaseShare share, IWorkerLauncher workers) =>
        new(
            new()
            {
                Root = _folder.Root,
                Manifests = [PathOf(ManifestFolder.Manifest)],
                Output = folder,
                WorkFolder = folder,
                Share = share,
                Override = policy => policy,
            },
            _catalog,
            workers,
            new SilentProgress(),
            new ScriptedGate.Reference(ScriptedGate.Nothing),
            new BaseTrial(null)
        );
}
