using PerfGate.Core.Devices;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>Which worker computes what outputs must be, for which inputs.</summary>
public sealed class PreparedDrawsTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(WorkerMode.Prepare), DeviceKind.Cuda, true, false)]
    [InlineData(nameof(WorkerMode.SeededOutputs), DeviceKind.Cuda, false, true)]
    [InlineData(nameof(WorkerMode.Prepare), DeviceKind.Host, true, true)]
    [InlineData(nameof(WorkerMode.SeededOutputs), DeviceKind.Host, false, true)]
    public void The_seed_has_a_worker_of_its_own_where_runs_do_not_wait_for_it(
        string mode,
        DeviceKind device,
        bool measured,
        bool seeded
    )
    {
        var job = Jobs.Any with { Mode = Enum.Parse<WorkerMode>(mode), Device = device, CheckSeed = 7 };

        Assert.Equal(
            [.. measured ? (InputDraw[])[new(0), new(1)] : [], .. seeded ? (InputDraw[])[new(0, 7)] : []],
            PreparedDraws.Of(job, Any)
        );
        Assert.Equal(seeded, PreparedDraws.IncludeSeed(job));
    }

    [Fact]
    public void Without_a_seed_and_for_inputs_that_are_not_drawn_the_preparation_computes_what_is_measured()
    {
        var job = Jobs.Any with { Mode = WorkerMode.Prepare, Device = DeviceKind.Host };
        Assert.Equal([new(0), new(1)], PreparedDraws.Of(job, Any));

        _folder.Change("\"fill\": { \"normal\": { \"mean\": 0, \"deviation\": 1 } }", "\"fill\": \"index\"");
        Assert.Equal([new(0)], PreparedDraws.Of(job with { CheckSeed = 7 }, Any));
    }

    private BenchmarkCase Any =>
        ManifestLoader
            .Load([Path.Combine(_folder.Root, ManifestFolder.Manifest)], ManifestFolder.Cuda, _folder.Root)
            .Cases[0];
}
