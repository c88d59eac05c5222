using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>What a worker process does from its job to its result.</summary>
/// <param name="job">The job.</param>
/// <param name="devices">Opens the device.</param>
/// <param name="announce">
/// Called with the name of each case that begins, so that the parent process knows where this one died.
/// </param>
internal sealed class WorkerProgram(WorkerJob job, Func<DeviceKind, IDevice> devices, Action<string> announce)
{
    private readonly PhaseClock _phases = new();

    // Started at the end of the job, and ended once all that it held is given back.
    private IDisposable? _closing;

    /// <summary>Does the job.</summary>
    /// <param name="begun">
    /// When the process was started, or where it was up before its job came, when that did; local time.
    /// </param>
    /// <exception cref="DeviceException">The device itself cannot be had.</exception>
    public WorkerResult Run(DateTime begun)
    {
        _phases.Add("start process", (DateTime.Now - begun).TotalSeconds);
        var result = RunOnDevice();
        _closing?.Dispose();
        return result with { Phases = _phases.Phases };
    }

    private WorkerResult RunOnDevice()
    {
        if (job.Mode == WorkerMode.Ceilings)
            return MeasureCeilings();
        if (job.Mode == WorkerMode.SeededOutputs)
            return ComputeSeeded();
        // The manifests are read while the device is opened: for good where it is known already, otherwise to have the
        // code compiled.
        var early = !job.Device.RunsOnProcessor ? Task.Run(() => Load(job.FactsOrUnknown)) : null;
        using var kept = new KeptFiles(job.Cached, job.OwnCached, job.Guarded);
        if (PreparedDraws.IncludeSeed(job))
            kept.Forget();
        if (early is not null && job.Mode != WorkerMode.Prepare)
            kept.InBackground(() => ReadAhead(kept, early.GetAwaiter().GetResult()));
        using var device = Open();
        var catalog = KernelCatalog.Read(job.Kernels);
        var (suite, baseSuite) = Load(device, early);
        Reserve(device, suite, baseSuite);
        using var stash =
            job.Sampling.Visits > 1 && job.Mode != WorkerMode.Prepare ? Stash(device, suite, baseSuite) : null;
        using var inputs = new InputStore(kept, stash) { Functions = Functions() };
        using var modules = new LoadedModules(device, catalog);
        var expected = new ExpectedOutputs(kept, catalog, inputs);
        var outputs = new OutputChecker(device, suite, modules, inputs, expected, _phases);
        if (job.Mode == WorkerMode.Prepare)
            return Describe(device) with { Cases = Prepare(expected, suite), Warnings = [.. device.Warnings] };
        using var baseModules = job.Base is { } theirs
            ? new LoadedModules(device, KernelCatalog.Read(theirs.Kernels))
            : null;
        var taker = new CaseTaker(job, device, modules, inputs, outputs, _phases)
        {
            Base = baseSuite is null ? null : BaseOf(device, baseSuite, baseModules!, kept, inputs),
            StashedBytes = stash?.Bytes ?? 0,
        };
        if (job.Mode == WorkerMode.Check)
            return Describe(device) with { Cases = Check(taker, job.Cases.Select(suite.Require)) };
        var results = Take(taker, CaseOrder.Shuffle(job.Cases.Select(suite.Require), job.Seed), baseSuite);
        var sampling = _phases["sample"];
        _closing = _phases.Begin("close device");
        return Describe(device) with
        {
            Cases = results,
            Libraries = LinkedLibraries.Loaded(job.Cases.Select(suite.Require)),
            Warnings = [.. device.Warnings, .. taker.Warnings, .. kept.Warnings(job.Root)],
            BusyShare = sampling > 0 ? Math.Min(1, taker.TimedSeconds / sampling) : null,
        };
    }

    private BaseModules BaseOf(
        IDevice device,
        BenchmarkSuite suite,
        LoadedModules modules,
        KeptFiles kept,
        InputStore inputs
    ) => new(suite, modules, new(device, suite, modules, inputs, new(kept, modules.Catalog, inputs), _phases));

    // While runs are taken on a GPU: they come first.
    private WorkerResult ComputeSeeded()
    {
        if (!job.Device.RunsOnProcessor)
            ProcessorShare.GiveWay();
        var suite = ManifestLoader.Load(job.Manifests, job.FactsOrUnknown, job.Root);
        using var kept = new KeptFiles(job.Cached, job.OwnCached);
        // Here, where nothing waits for it: a gigabyte takes longer to delete than a device to open.
        kept.Forget();
        using var inputs = new InputStore(kept) { Functions = Functions() };
        return new()
        {
            DeviceName = "", DeviceSlug = "", DeviceMemoryBytes = 0, Clock = "",
            Cases = Prepare(new ExpectedOutputs(kept, KernelCatalog.Read(job.Kernels), inputs), suite),
        };
    }

    private WorkerResult MeasureCeilings()
    {
        using var device = Open();
        return Describe(device) with { Ceilings = device.MeasureCeilings() };
    }

    // Before the modules are loaded, so that their size does not shift the buffers. What the base's side of a trial
    // cannot share with the candidate's lies behind it.
    private void Reserve(IDevice device, BenchmarkSuite suite, BenchmarkSuite? baseSuite)
    {
        if (job.Mode == WorkerMode.Prepare)
            return;
        using var _ = _phases.Begin("allocate");
        device.Reserve(
            job.Cases.Select(suite.Require)
                .Select(c =>
                    baseSuite?.Require(c.Name) is { } other && !CaseSetup.ShareBuffers(c, other)
                        ? [.. c.BufferSizes, .. other.BufferSizes]
                        : c.BufferSizes
                )
        );
    }

    private InputStash Stash(IDevice device, BenchmarkSuite suite, BenchmarkSuite? baseSuite)
    {
        using var _ = _phases.Begin("allocate");
        return new(device, DrawnCases(suite, baseSuite));
    }

    // The inputs, which every run needs. Expected outputs are mostly known by their digests.
    private void ReadAhead(KeptFiles kept, (BenchmarkSuite Suite, BenchmarkSuite? Base) suites)
    {
        using var inputs = new InputStore(kept) { Functions = Functions() };
        inputs.ReadAhead(DrawnCases(suites.Suite, suites.Base).SelectMany(c => c.Buffers));
    }

    private FilledBuffers Functions() =>
        job.Base is { } side
            ? new((job.Root, job.Kernels), (side.Root, side.Kernels))
            : new((job.Root, job.Kernels));

    private IEnumerable<BenchmarkCase> DrawnCases(BenchmarkSuite suite, BenchmarkSuite? baseSuite) =>
        from benchmark in job
            .Cases.Select(suite.Require)
            .Concat(baseSuite is null ? [] : job.Cases.Select(baseSuite.Require))
        from draw in Enumerable.Range(0, InputDraw.CountOf(benchmark))
        select new InputDraw(draw).Of(benchmark);

    private CommandTaker Commands() => new(job, _phases, announce, Environment.GetEnvironmentVariable);

    private IDevice Open()
    {
        var watch = Stopwatch.StartNew();
        var device = devices(job.Device);
        if (device.OpeningPhases.Count == 0)
            _phases.Add("open device", watch.Elapsed.TotalSeconds);
        foreach (var phase in device.OpeningPhases)
            _phases.Add(phase.Name, phase.Seconds);
        return device;
    }

    private (BenchmarkSuite Suite, BenchmarkSuite? Base) Load(
        IDevice device,
        Task<(BenchmarkSuite Suite, BenchmarkSuite? Base)>? early
    )
    {
        using var _ = _phases.Begin("read manifests");
        var facts = device.Description.Facts();
        // A device other than the one the orchestrator knew may read them differently.
        return early is not null && job.Facts == facts ? early.GetAwaiter().GetResult() : Load(facts);
    }

    private (BenchmarkSuite Suite, BenchmarkSuite? Base) Load(DeviceFacts facts) => (
        ManifestLoader.Load(job.Manifests, facts, job.Root).WithBounds(job.Bounds),
        job.Base is { } side ? ManifestLoader.Load(side.Manifests, facts, side.Root) : null);

    private ImmutableArray<CaseResult> Prepare(ExpectedOutputs expected, BenchmarkSuite suite)
    {
        using var _ = _phases.Begin("compute expected outputs");
        var failed = new ConcurrentBag<CaseResult>();
        try
        {
            // Cases that share a function call come one after the other, so that none waits for another's result. The
            // most work comes first, so that what is left at the end is short.
            var groups =
                // What matches no case is said by the process that reads the command line, not by a worker.
                from benchmark in CaseFilter.Apply(suite, job.Filter, unmatched: true, canaries: true).Cases
                where benchmark.SkipReason is null && benchmark.Command is null
                from draw in PreparedDraws.Of(job, benchmark)
                group draw.Of(benchmark) by (expected.CallOf(benchmark) ?? "", draw) into same
                orderby Math.Max(same.First().Flops ?? 0, same.First().Buffers.Sum(b => b.Bytes)) descending
                select same;
            Parallel.ForEach(
                Partitioner.Create(groups, EnumerablePartitionerOptions.NoBuffering),
                new() { MaxDegreeOfParallelism = job.ExpectedAtOnce },
                // The run that has the check tells what fails with the seed's inputs.
                group => Prepare(expected, group, group.Key.draw.Seed is null ? failed : []));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }

        return [.. failed.DistinctBy(f => f.Name).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    private void Prepare(ExpectedOutputs expected, IEnumerable<BenchmarkCase> cases, ConcurrentBag<CaseResult> failed)
    {
        foreach (var benchmark in cases)
        {
            announce(benchmark.Name);
            try
            {
                expected.Prepare(benchmark);
            }
            catch (DeviceException e)
            {
                failed.Add(new() { Name = benchmark.Name, Status = CaseStatus.Failed, Reason = e.Message });
            }
        }
    }

    private ImmutableArray<CaseResult> Check(CaseTaker taker, IEnumerable<BenchmarkCase> cases)
    {
        var results = ImmutableArray.CreateBuilder<CaseResult>();
        using var commands = Commands();
        foreach (var benchmark in cases)
        {
            announce(benchmark.Name);
            results.Add(benchmark.Command is null ? taker.Check(benchmark) : commands.Check(benchmark));
            if (results[^1].DeviceLost)
                break;
        }

        return results.ToImmutable();
    }

    // Commands come last: a kernel's visits lie close together, and a command leaves the GPU idle for seconds.
    private ImmutableArray<CaseResult> Take(CaseTaker taker, BenchmarkCase[] cases, BenchmarkSuite? baseSuite)
    {
        var taken = Take(taker, [.. cases.Where(c => c.Command is null)]);
        if (taken.Any(r => r.DeviceLost))
            return taken;
        using var commands = Commands();
        return
        [
            .. taken,
            .. cases.Where(c => c.Command is not null).Select(c => commands.Take(c, baseSuite?.Require(c.Name))),
        ];
    }

    // In rounds, each in an order of its own: what the machine does to one moment then reaches all cases and no case
    // alone.
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

    private static ImmutableArray<CaseResult> Results(CaseProgress[] begun) =>
        [.. begun.Select(p => p.Result).OfType<CaseResult>()];

    private static WorkerResult Describe(IDevice device) =>
        new()
        {
            DeviceName = device.Description.Name,
            DeviceSlug = device.Description.Slug,
            DeviceMemoryBytes = device.Description.MemoryBytes,
            Gpu = device.Description.Gpu,
            Clock = device.Clock,
        };
}
