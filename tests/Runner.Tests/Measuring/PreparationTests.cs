using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What a gate does before its first run.</summary>
public sealed partial class PreparationTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, null, new[] { 4, 1 })]
    [InlineData(1, null, new[] { 1 })]
    [InlineData(4, 1ul, new[] { 4, 1 })]
    [InlineData(1, 1ul, new[] { 1, 1 })]
    public async Task A_crash_is_found_by_computing_expected_outputs_one_by_one_and_without_the_seeds_inputs(
        int atOnce,
        ulong? seed,
        int[] tried
    )
    {
        var launcher = new ScriptedLauncher(job =>
            Crash(job.ExpectedAtOnce > 1 ? "crashed at any of them" : "crashed at softmax/N=512", "softmax/N=512"));

        var error = await Assert.ThrowsAsync<PerfGateException>(() => PrepareAsync(launcher, atOnce, seed: seed));

        Assert.Equal(tried, launcher.Jobs.Select(j => j.ExpectedAtOnce));
        Assert.Equal([seed, .. tried.Skip(1).Select(_ => (ulong?)null)], launcher.Jobs.Select(j => j.CheckSeed));
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
        var launcher = new ScriptedLauncher(_ =>
            Crash("the measurement was cancelled", "softmax/N=256") with
            {
                Outcome = WorkerOutcome.Cancelled,
            }
        );
        await Assert.ThrowsAsync<PerfGateException>(() => PrepareAsync(launcher, 4));
        Assert.Single(launcher.Jobs);
    }

    [Fact]
    public async Task The_ceilings_are_measured_beside_the_references_and_the_first_to_return_describes_the_device()
    {
        var launcher = new HeldLauncher();
        await using var preparation = Begin(launcher);
        Assert.Equal([WorkerMode.Prepare, WorkerMode.Ceilings], launcher.Running);

        launcher.End(WorkerMode.Ceilings, Done);
        Assert.Equal("nvidia-test", (await preparation.DescriptionAsync()).DeviceSlug);
        Assert.Equal([WorkerMode.Prepare], launcher.Running);

        var failed = new CaseResult
        {
            Name = "softmax/N=1024",
            Status = CaseStatus.Failed,
            Reason = "its reference has no end",
        };
        launcher.End(WorkerMode.Prepare, new(WorkerOutcome.Completed, null, null, Gpu with { Cases = [failed] }, 1));
        Assert.Equal([failed], (await preparation.DeviceAsync()).Cases);
        Assert.Equal(9e14, (await preparation.CeilingsAsync())?.MatrixFlopsPerSecond);
    }

    [Fact]
    public async Task Ceilings_that_could_not_be_measured_are_missing_and_nothing_else_is()
    {
        var launcher = new ScriptedLauncher(job =>
            job.Mode == WorkerMode.Ceilings ? Crash("cuBLAS crashed", null) : Done
        );
        await using var preparation = Begin(launcher);
        Assert.Equal("nvidia-test", (await preparation.DescriptionAsync()).DeviceSlug);
        Assert.Null(await preparation.CeilingsAsync());
        Assert.Equal([WorkerMode.Prepare, WorkerMode.Ceilings, WorkerMode.Ceilings], launcher.Jobs.Select(j => j.Mode));
    }

    [Fact]
    public async Task References_that_crash_after_the_ceilings_returned_leave_no_inputs_beside_an_older_measurement()
    {
        var (launcher, stop) = (new HeldLauncher(), TestContext.Current.CancellationToken);
        var references = new NoReference();
        var run = new GateRun(
            Request(1),
            Catalog(DeviceKind.Cuda, ["N=1"]),
            launcher,
            new SilentProgress(),
            references,
            null!
        ).RunAsync(stop);
        launcher.End(WorkerMode.Ceilings, Done);
        await references.Asked.WaitAsync(stop);
        launcher.End(WorkerMode.Prepare, Crash("crashed at softmax/N=1024", "softmax/N=1024"));

        await Assert.ThrowsAsync<PerfGateException>(() => run);

        Assert.False(File.Exists(Path.Combine(_folder.Root, "inputs.json")));
    }

    // A gate whose measuring a test is not about ends with the first run.
    [Theory]
    [InlineData(11, 144)]
    [InlineData(12, 48)]
    public async Task A_few_cases_of_a_GPU_are_gone_through_three_times_as_often(int cases, int visits)
    {
        _folder.Change("[1024, 4096]", $"[{string.Join(", ", Enumerable.Range(1, cases).Select(n => 1024 * n))}]");
        var launcher = new ScriptedLauncher(job => job.Mode is WorkerMode.Measure ? Crash("enough", null) : Done);

        await PrepareAsync(launcher, 4, DeviceKind.Cuda);

        Assert.Equal(
            [WorkerMode.Prepare, WorkerMode.Ceilings, WorkerMode.SeededOutputs, WorkerMode.Measure],
            launcher.Jobs.Select(j => j.Mode).Distinct()
        );
        var job = launcher.Jobs.First(j => j.Mode == WorkerMode.Measure);
        Assert.Equal(cases, job.Cases.Length);
        Assert.Equal(visits, job.Sampling.Visits);
    }

    [Fact]
    public async Task Without_compiled_kernels_the_error_says_how_to_compile_them()
    {
        var missing = Path.Combine(_folder.Root, "artifacts", "kernels.json");
        var error = await Assert.ThrowsAsync<PerfGateException>(() => Task.Run(() => KernelCatalog.Read(missing)));
        Assert.Equal("PG2002", error.Diagnostics[0].Code);
        Assert.Equal(missing, error.Diagnostics[0].Location?.File);
        Assert.Contains("PerfGateCompile", error.Message, StringComparison.Ordinal);
    }

    private static WorkerResult Gpu { get; } =
        new()
        {
            DeviceName = "NVIDIA Test",
            DeviceSlug = "nvidia-test",
            DeviceMemoryBytes = 24_000_000_000,
            Clock = "cupti",
            Gpu = new()
            {
                Name = "NVIDIA Test",
                Uuid = "GPU-test",
                ComputeCapability = "8.9",
                Multiprocessors = 58,
                MemoryBytes = 24_000_000_000,
            },
            Ceilings = new(4e12, 9e14, "f16"),
        };

    private static WorkerExit Done => new(WorkerOutcome.Completed, null, null, Gpu, 1);

    private static WorkerExit Crash(string reason, string? at) => new(WorkerOutcome.Crashed, reason, at, null, 1);

    private Task PrepareAsync(
        ScriptedLauncher launcher,
        int atOnce,
        DeviceKind device = DeviceKind.Host,
        ulong? seed = 1
    )
    {
        var defines = ManifestLoader
            .Load([Manifest], ManifestFolder.Cuda, _folder.Root)
            .Cases.Select(c => c.Defines)
            .Distinct();
        // It ends before it asks for a trial.
        return new GateRun(
            Request(atOnce) with { CheckSeed = seed },
            Catalog(device, defines),
            launcher,
            new SilentProgress(),
            new NoReference(),
            null!
        ).RunAsync(TestContext.Current.CancellationToken);
    }

    private Preparation Begin(IWorkerLauncher launcher) =>
        Preparation.Begin(
            Request(4), Catalog(DeviceKind.Cuda, ["N=1"]), launcher, TestContext.Current.CancellationToken);

    private string Manifest => Path.Combine(_folder.Root, ManifestFolder.Manifest);

    private GateRunRequest Request(int atOnce) => new()
    {
        Root = _folder.Root,
        Manifests = [Manifest],
        Output = _folder.Root,
        WorkFolder = _folder.Root,
        CheckSeed = 1,
        Override = policy => policy,
        ExpectedAtOnce = atOnce,
    };

    private KernelCatalog Catalog(DeviceKind device, IEnumerable<string> defines)
    {
        var kernels = Path.Combine(_folder.Root, "kernels.json");
        JsonFile.Write(
            kernels,
            new CompiledKernels
            {
                Device = device,
                Compiler = new("nvcc", "13.0", ""),
                Modules = [.. defines.Select(Module)],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(kernels);
    }

    private static CompiledModule Module(string defines) =>
        new()
        {
            Source = "kernels/softmax.cu",
            Kind = ModuleKind.Kernels,
            Defines = defines,
            Architecture = "sm_89",
            Binary = "softmax.cubin",
            Kernels =
            [
                new()
                {
                    Name = "softmax_rows",
                    Symbol = "softmax_rows",
                    Line = 2,
                    CodeHash = new('0', 64),
                },
            ],
        };

    private sealed class NoReference : IReferenceSource
    {
        private readonly TaskCompletionSource _asked = new();

        public GitState? Git => null;

        /// <summary>Done once it was asked for a reference.</summary>
        public Task Asked => _asked.Task;

        public ResolvedReference Resolve(string deviceSlug)
        {
            _asked.TrySetResult();
            return new()
            {
                Description = new() { Kind = ReferenceKind.None, Reason = "the test says so" },
                Policy = new(),
            };
        }
    }
}
