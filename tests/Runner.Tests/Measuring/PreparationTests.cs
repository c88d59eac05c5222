using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References.Bisecting;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What a gate does before its first run.</summary>
public sealed class PreparationTests : IDisposable
{
    private readonly ManifestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(4, new[] { 4, 1 })]
    [InlineData(1, new[] { 1 })]
    public async Task A_reference_that_crashes_among_others_is_found_by_computing_them_one_by_one(int atOnce, int[] tried)
    {
        var launcher = new ScriptedLauncher(job =>
            Crash(job.ReferencesAtOnce > 1 ? "crashed at any of them" : "crashed at softmax/N=512", "softmax/N=512"));

        var error = await Assert.ThrowsAsync<PerfGateException>(() => PrepareAsync(launcher, atOnce));

        Assert.Equal(tried, launcher.Jobs.Select(j => j.ReferencesAtOnce));
        Assert.Equal("PG2001", error.Diagnostics[0].Code);
        Assert.Contains("crashed at softmax/N=512", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_cannot_be_opened_is_not_tried_again()
    {
        var launcher = new ScriptedLauncher(_ => Crash("there is no driver", null));
        await Assert.ThrowsAsync<PerfGateException>(() => PrepareAsync(launcher, 4));
        Assert.Single(launcher.Jobs);
    }

    [Fact]
    public async Task A_cancelled_preparation_is_not_tried_again()
    {
        var launcher = new ScriptedLauncher(_ => Crash("the measurement was cancelled", "softmax/N=256") with { Outcome = WorkerOutcome.Cancelled });
        await Assert.ThrowsAsync<PerfGateException>(() => PrepareAsync(launcher, 4));
        Assert.Single(launcher.Jobs);
    }

    private static WorkerExit Crash(string reason, string? at) => new(WorkerOutcome.Crashed, reason, at, null, 1);

    private Task PrepareAsync(ScriptedLauncher launcher, int atOnce)
    {
        var kernels = Path.Combine(folder.Root, "kernels.json");
        JsonFile.Write(kernels, new CompiledKernels { Device = "host", Compiler = new("g++", "12", ""), Modules = [] }, PerfGateJson.Default.CompiledKernels);
        var request = new GateRunRequest
        {
            Root = folder.Root,
            Manifests = [Path.Combine(folder.Root, ManifestFolder.Manifest)],
            Output = folder.Root,
            WorkFolder = folder.Root,
            Override = policy => policy,
            ReferencesAtOnce = atOnce,
        };
        // It ends before it asks for a reference or a trial.
        return new GateRun(request, KernelCatalog.Read(kernels), launcher, new SilentProgress(), null!, null!).RunAsync(TestContext.Current.CancellationToken);
    }
}
