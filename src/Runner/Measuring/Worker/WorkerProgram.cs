using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
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

    // Begun at the end of the job, and ended once all that it held is given back.
    private IDisposable? closing;

    /// <summary>Does the job.</summary>
    /// <param name="begun">When the process was started, or where it was up before its job came, when that did; local time.</param>
    /// <exception cref="DeviceException">The device itself cannot be had.</exception>
    public WorkerResult Run(DateTime begun)
    {
        phases.Add("start process", (DateTime.Now - begun).TotalSeconds);
        var result = RunOnDevice();
        closing?.Dispose();
        return result with { Phases = phases.Phases };
    }

    private WorkerResult RunOnDevice()
    {
        if (job.Mode == WorkerMode.Ceilings)
            return MeasureCeilings();
        // The manifests are read while the device is opened: for good where it is known already, otherwise to have the code compiled.
        var early = job.Device == "cuda" ? Task.Run(() => Load(job.FactsOrUnknown)) : null;
        using var device = Open();
        var catalog = KernelCatalog.Read(job.Kernels);
        var (suite, baseSuite) = Load(device, early);
        Reserve(device, suite, baseSuite);
        using var kept = new KeptFiles(job.Cached);
        using var stash = job.Sampling.Visits > 1 && job.Mode != WorkerMode.Prepare ? Stash(device, suite, baseSuite) : null;
        var inputs = new InputStore(kept, stash);
        using var modules = new LoadedModules(device, catalog);
        var baseCatalog = job.Base is { } theirs ? KernelCatalog.Read(theirs.Kernels) : null;
        using var baseModules = baseCatalog is null ? null : new LoadedModules(device, baseCatalog);
        var taker = new CaseTaker(
            job, device, suite, modules, inputs, new ReferenceStore(kept, catalog, inputs), phases)
        {
            Base = baseSuite is null ? null : new(baseSuite, baseModules!, new ReferenceStore(kept, baseCatalog!, inputs)),
            StashedBytes = stash?.Bytes ?? 0,
        };
        var cases = job.Mode == WorkerMode.Prepare ? [.. CaseFilter.Apply(suite, job.Filter, canaries: true).Cases] : CaseOrder.Shuffle(job.Cases.Select(suite.Require), job.Seed);
        var results = job.Mode == WorkerMode.Prepare ? Prepare(taker, cases) : Take(taker, cases);
        var sampling = phases["sample"];
        closing = phases.Begin("close device");
        return Describe(device) with
        {
            Cases = results,
            Warnings = [.. device.Warnings, .. taker.Warnings],
            BusyShare = sampling > 0 ? Math.Min(1, taker.TimedSeconds / sampling) : null,
        };
    }

    private WorkerResult MeasureCeilings()
    {
        using var device = Open();
        return Describe(device) with { Ceilings = device.MeasureCeilings() };
    }

    // Before the modules are loaded, so that their size does not shift the buffers. What the base's side of a trial cannot share with the
    // candidate's lies behind it.
    private void Reserve(IDevice device, BenchmarkSuite suite, BenchmarkSuite? baseSuite)
    {
        if (job.Mode == WorkerMode.Prepare)
            return;
        using var _ = phases.Begin("allocate");
        device.Reserve(job.Cases.Select(suite.Require).Select(c => baseSuite?.Require(c.Name) is { } other && !CaseSetup.ShareBuffers(c, other)
            ? [.. c.BufferSizes, .. other.BufferSizes]
            : c.BufferSizes));
    }

    private InputStash Stash(IDevice device, BenchmarkSuite suite, BenchmarkSuite? baseSuite)
    {
        using var _ = phases.Begin("allocate");
        return new(device, job.Cases.Select(suite.Require).Concat(baseSuite is null ? [] : job.Cases.Select(baseSuite.Require)));
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

    private (BenchmarkSuite Suite, BenchmarkSuite? Base) Load(IDevice device, Task<(BenchmarkSuite Suite, BenchmarkSuite? Base)>? early)
    {
        using var _ = phases.Begin("read manifests");
        var facts = device.Description.Facts();
        // Another device than the orchestrator was told of reads them in its own way.
        return early is not null && job.Facts == facts ? early.GetAwaiter().GetResult() : Load(facts);
    }

    private (BenchmarkSuite Suite, BenchmarkSuite? Base) Load(DeviceFacts facts) => (
        ManifestLoader.Load(job.Manifests, facts, job.Root).WithBounds(job.Bounds),
        job.Base is { } side ? ManifestLoader.Load(side.Manifests, facts, side.Root) : null);

    private ImmutableArray<CaseResult> Prepare(CaseTaker taker, BenchmarkCase[] cases)
    {
        using var _ = phases.Begin("compute references");
        var failed = new ConcurrentBag<CaseResult>();
        try
        {
            // Cases that share a reference one after the other, and the most work first: nobody waits for another's result, and what is left at the end is short.
            var groups = cases.GroupBy(taker.ReferenceOf).OrderByDescending(g => Math.Max(g.First().Flops ?? 0, g.First().Buffers.Sum(b => b.Bytes)));
            Parallel.ForEach(
                Partitioner.Create(groups, EnumerablePartitionerOptions.NoBuffering),
                new() { MaxDegreeOfParallelism = job.ReferencesAtOnce },
                group => Prepare(taker, group, failed));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }

        return [.. failed.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    private void Prepare(CaseTaker taker, IEnumerable<BenchmarkCase> cases, ConcurrentBag<CaseResult> failed)
    {
        foreach (var benchmark in cases)
        {
            announce(benchmark.Name);
            try
            {
                taker.Prepare(benchmark);
            }
            catch (DeviceException e)
            {
                failed.Add(new() { Name = benchmark.Name, Status = CaseStatus.Failed, Reason = e.Message });
            }
        }
    }

    // In rounds, each in an order of its own: what the machine does to one moment then reaches all cases and no case alone.
    private ImmutableArray<CaseResult> Take(CaseTaker taker, BenchmarkCase[] cases)
    {
        var begun = cases.Select(taker.Begin).ToArray();
        for (var round = 0; round < job.Sampling.Visits; round++)
        {
            foreach (var progress in round == 0 ? begun : CaseOrder.Shuffle(begun, job.Seed + (ulong)round))
            {
                if (!progress.IsDue(round, job.Sampling.Visits))
                    continue;
                announce(progress.Benchmark.Name);
                taker.Visit(progress);
                // The context is gone after a failed kernel: what is not done yet is for a fresh process.
                if (progress.Result is { DeviceLost: true })
                    return Results(begun);
            }
        }

        return Results(begun);
    }

    private static ImmutableArray<CaseResult> Results(CaseProgress[] begun) => [.. begun.Select(p => p.Result).OfType<CaseResult>()];

    private static WorkerResult Describe(IDevice device) => new()
    {
        DeviceName = device.Description.Name,
        DeviceSlug = device.Description.Slug,
        DeviceMemoryBytes = device.Description.MemoryBytes,
        Gpu = device.Description.Gpu,
        Clock = device.Clock,
    };
}
