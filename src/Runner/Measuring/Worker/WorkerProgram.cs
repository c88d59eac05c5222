using System.Collections.Immutable;
using System.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>What a worker process does from its job to its result.</summary>
/// <param name="job">The job.</param>
/// <param name="devices">Opens the device.</param>
/// <param name="announce">Told which case begins, so that whoever started the process knows where it died.</param>
internal sealed class WorkerProgram(WorkerJob job, Func<string, IDevice> devices, Action<string> announce)
{
    private readonly PhaseClock phases = new();

    /// <summary>Does the job.</summary>
    /// <exception cref="DeviceException">The device itself cannot be had.</exception>
    public WorkerResult Run()
    {
        phases.Add("start process", (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds);
        using var device = Open();
        if (job.Mode == WorkerMode.Ceilings)
            return Describe(device) with { Ceilings = device.MeasureCeilings() };
        var catalog = KernelCatalog.Read(job.Kernels);
        var suite = Load(job.Manifests, job.Root, device);
        var baseSuite = job.Base is { } side ? Load(side.Manifests, side.Root, device) : null;
        Reserve(device, suite, baseSuite);
        using var kept = new KeptFiles(job.Cached);
        var inputs = new InputStore(kept);
        using var modules = new LoadedModules(device, catalog);
        using var baseModules = job.Base is { } theirs ? new LoadedModules(device, KernelCatalog.Read(theirs.Kernels)) : null;
        var taker = new CaseTaker(
            job, device, suite, modules, inputs, new ReferenceStore(kept, catalog, inputs), phases)
        {
            Base = baseSuite is null ? null : new(baseSuite, baseModules!),
        };
        var cases = job.Mode == WorkerMode.Prepare ? [.. Selection.Of(suite, job.Filter)] : CaseOrder.Shuffle(job.Cases.Select(suite.Require), job.Seed);
        var results = job.Mode == WorkerMode.Prepare ? Prepare(taker, cases) : Take(taker, cases);
        var sampling = phases["sample"];
        return Describe(device) with
        {
            Cases = results,
            Warnings = [.. device.Warnings, .. taker.Warnings],
            BusyShare = sampling > 0 ? Math.Min(1, taker.TimedSeconds / sampling) : null,
        };
    }

    // Before the modules are loaded, so that their size does not shift the buffers. What the base's side of a trial cannot share with the
    // candidate's lies behind it.
    private void Reserve(IDevice device, BenchmarkSuite suite, BenchmarkSuite? baseSuite)
    {
        if (job.Mode == WorkerMode.Prepare)
            return;
        device.Reserve(job.Cases.Select(suite.Require).Select(c => baseSuite?.Require(c.Name) is { } other && !CaseSetup.ShareBuffers(c, other)
            ? (IReadOnlyList<long>)[.. c.Buffers.Concat(other.Buffers).Select(b => b.Bytes)]
            : [.. c.Buffers.Select(b => b.Bytes)]));
    }

    private IDevice Open()
    {
        var watch = Stopwatch.StartNew();
        var device = devices(job.Device);
        if (device.OpeningPhases.Count == 0)
            phases.Add("open device", watch.Elapsed.TotalSeconds);
        foreach (var phase in device.OpeningPhases)
            phases.Add(phase.Name, phase.Seconds);
        return device;
    }

    private BenchmarkSuite Load(ImmutableArray<string> manifests, string root, IDevice device)
    {
        using var _ = phases.Begin("read manifests");
        return ManifestLoader.Load(manifests, device.Description.Facts(), root);
    }

    private ImmutableArray<CaseResult> Prepare(CaseTaker taker, BenchmarkCase[] cases)
    {
        var failed = ImmutableArray.CreateBuilder<CaseResult>();
        foreach (var benchmark in cases)
        {
            announce(benchmark.Name);
            using var _ = phases.Begin("compute references");
            try
            {
                taker.Prepare(benchmark);
            }
            catch (DeviceException e)
            {
                failed.Add(new() { Name = benchmark.Name, Status = CaseStatus.Failed, Reason = e.Message });
            }
        }

        return failed.DrainToImmutable();
    }

    private ImmutableArray<CaseResult> Take(CaseTaker taker, BenchmarkCase[] cases)
    {
        var results = ImmutableArray.CreateBuilder<CaseResult>();
        foreach (var benchmark in cases)
        {
            announce(benchmark.Name);
            var result = taker.Take(benchmark);
            results.Add(result);
            // The context is gone after a failed kernel: what comes after it is for a fresh process.
            if (result.DeviceLost)
                break;
        }

        return results.DrainToImmutable();
    }

    private WorkerResult Describe(IDevice device) => new()
    {
        DeviceName = device.Description.Name,
        DeviceSlug = device.Description.Slug,
        DeviceMemoryBytes = device.Description.MemoryBytes,
        Gpu = device.Description.Gpu,
        Clock = device.Clock,
        Phases = phases.Phases,
    };
}
