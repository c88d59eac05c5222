using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Takes runs of cases, visit by visit: checks a case's outputs, warms it up, samples it, and looks at what the samples
/// left behind.
/// </summary>
internal sealed class CaseTaker(
    WorkerJob job,
    IDevice device,
    LoadedModules modules,
    InputStore inputs,
    OutputChecker outputs,
    PhaseClock phases
)
{
    // Above this a case runs today, and fails as soon as a driver or another process takes a little more.
    private const double NearlyFull = 0.85;

    private readonly List<string> _warnings = [];

    /// <summary>Warnings so far, one line each.</summary>
    public ImmutableArray<string> Warnings => [.. _warnings];

    /// <summary>Time that timed kernels took so far, seconds.</summary>
    public double TimedSeconds { get; private set; }

    /// <summary>The base's side of a trial; null in a plain run.</summary>
    public BaseModules? Base { get; init; }

    /// <summary>Device memory that belongs to no case, bytes: it does not count against the device's limit.</summary>
    public long StashedBytes { get; init; }

    private VisitChecks Checks => field ??= new(device, outputs, Base?.Outputs, phases);

    /// <summary>A run of a case that has no samples yet.</summary>
    public CaseProgress Begin(BenchmarkCase benchmark)
    {
        var (cache, theirs) = (job.SettingsOf(benchmark.Name).Cache, Base?.Suite.Require(benchmark.Name));
        var draws = theirs is null
            ? InputDraw.CountOf(benchmark)
            : Math.Min(InputDraw.CountOf(benchmark), InputDraw.CountOf(theirs));
        var random = CaseOrder.Random(job.Seed, benchmark.Name);
        var sampler = new AdaptiveSampler(device, PlanOf(benchmark, theirs), cache, draws);
        return new(benchmark, sampler, cache, random, device, draws, theirs)
        {
            OurOutputs = new(job.Known.GetValueOrDefault(benchmark.Name, [])),
        };
    }

    /// <summary>Visits a case. Whatever it does wrong is in its result, not thrown.</summary>
    public void Visit(CaseProgress progress) => Guarded(progress, VisitOrThrow);

    /// <summary>
    /// Launches a case once with each draw of its inputs and checks what it leaves; nothing is timed. Whatever it does
    /// wrong is in its result, not thrown.
    /// </summary>
    public CaseResult Check(BenchmarkCase benchmark)
    {
        var progress = Begin(benchmark);
        Guarded(progress, CheckOrThrow);
        return progress.Result!;
    }

    private static void Guarded(CaseProgress progress, Action<CaseProgress> work)
    {
        try
        {
            work(progress);
        }
        catch (SpoiltCaseException e)
        {
            progress.Result = new()
            {
                Name = progress.Benchmark.Name,
                Status = e.Status,
                Reason = e.Message,
                Checks = progress.OurOutputs.Worst,
            };
        }
        catch (DeviceException e)
        {
            progress.Result = new()
            {
                Name = progress.Benchmark.Name,
                // A device that is out of reach says nothing about the case.
                Status = e.Fault == DeviceFault.Unavailable ? CaseStatus.NotRun : CaseStatus.Failed,
                Reason = e.Message,
                DeviceLost = e.Fault == DeviceFault.KernelFailed,
            };
        }
    }

    private void CheckOrThrow(CaseProgress progress)
    {
        foreach (var draw in Enumerable.Range(0, InputDraw.CountOf(progress.Benchmark)).Select(n => new InputDraw(n)))
        {
            using var setup = Setup(progress, draw);
            Fill(setup, null);
            Note(progress, setup, null, draw);
            using (phases.Begin("run once"))
                device.Run(setup.Sequence);
            Checks.Look(progress, setup, draw, $"with {draw}");
            if (progress.Audit.Trespass(setup, draw.Number) is { } found)
                throw new SpoiltCaseException(CaseStatus.Incorrect, found);
        }

        if (job.CheckSeed is { } seed && InputDraw.IsDrawn(progress.Benchmark))
            CheckSeeded(progress, new(0, seed));
        progress.Result = new()
        {
            Name = progress.Benchmark.Name,
            Status = CaseStatus.Measured,
            Checks = progress.OurOutputs.Worst,
        };
    }

    private void VisitOrThrow(CaseProgress progress)
    {
        using var _ = phases.Begin("allocate");
        var idle = progress.Visits == 0 ? device.MemoryInUse : null;
        if (progress.Visits == 0 && job.CheckSeed is { } seed && InputDraw.IsDrawn(progress.Benchmark))
            CheckSeeded(progress, new(0, seed));
        var draw = progress.Draw;
        using var candidate = Setup(progress, draw);
        using var reference = BaseSetup(progress, candidate, draw);
        Fill(candidate, reference);
        Note(progress, candidate, reference, draw);
        if (progress.Visits == 0)
        {
            Checks.Before(progress, candidate, reference, draw);
            using (phases.Begin("warm up"))
                progress.Sampler.WarmUp(candidate.Sequence, reference?.Sequence);
        }

        var oursLast = Sample(progress, candidate, reference, draw);
        Checks.After(progress, candidate, reference, draw, oursLast);
        if (progress.Visits++ == 0)
            NoteMemory(progress, idle);
        if (progress.Visits >= progress.Sampler.Visits)
            progress.Result = Measured(progress, candidate, reference);
    }

    // Not timed, and with inputs that no kernel can have been written for.
    private void CheckSeeded(CaseProgress progress, InputDraw draw)
    {
        using var setup = Setup(progress, draw);
        Fill(setup, null);
        using (phases.Begin("run once"))
            device.Run(setup.Sequence);
        Checks.Look(progress, setup, draw, $"with {draw}");
    }

    private CaseResult Measured(CaseProgress progress, CaseSetup candidate, CaseSetup? reference) => new()
    {
        Name = progress.Benchmark.Name,
        Status = CaseStatus.Measured,
        Samples = [.. progress.Ours.Nanoseconds],
        Conditions = [.. progress.Conditions],
        ClockShare = ClockShare(candidate.Sequence.Launches, progress.Cache),
        ReferenceSamples = reference is null ? null : [.. progress.Theirs.Nanoseconds],
        ReferenceClockShare = reference is null ? null : ClockShare(reference.Sequence.Launches, progress.Cache),
        LaunchTimes = progress.Ours.LaunchTimes(),
        ReferenceLaunchTimes = reference is null ? null : progress.Theirs.LaunchTimes(),
        LaunchClockShare = candidate.Sequence.Launches > 1 || reference?.Sequence.Launches > 1
            ? ClockShare(1, progress.Cache)
            : null,
        Checks = progress.OurOutputs.Worst,
        ReferenceChecks = progress.TheirOutputs.Worst,
        Varies = progress.OurOutputs.Varying,
        Right = progress.OurOutputs.Right,
        PeakMemoryBytes = progress.PeakMemoryBytes,
    };

    private void NoteMemory(CaseProgress progress, long? idle)
    {
        var peak = device.MemoryInUse;
        progress.PeakMemoryBytes = peak - idle;
        if (peak - StashedBytes is { } inUse && inUse > NearlyFull * device.Description.MemoryBytes)
            Warn(progress.Benchmark, inUse);
    }

    private void Warn(BenchmarkCase benchmark, long inUse) =>
        _warnings.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{benchmark.Name} nearly does not fit: {inUse / 1e9:0.0} of "
                    + $"{device.Description.MemoryBytes / 1e9:0.0} GB of device memory are in use while it runs"
            )
        );

    private CaseSetup Setup(CaseProgress progress, InputDraw draw) =>
        new(device, progress.Drawn(draw).Ours, modules, inputs, progress.Layout, progress.Written);

    private CaseSetup? BaseSetup(CaseProgress progress, CaseSetup candidate, InputDraw draw)
    {
        if (progress.Drawn(draw).Theirs is not { } theirs)
            return null;
        return progress.Shared
            ? new(candidate, theirs, Base!.Modules)
            : new(device, theirs, Base!.Modules, inputs, progress.Layout, progress.WrittenByTheirs);
    }

    private void Fill(CaseSetup candidate, CaseSetup? reference)
    {
        using var _ = phases.Begin("fill buffers");
        candidate.Fill();
        if (reference is { OwnsBuffers: true })
            reference.Fill();
    }

    private void Note(CaseProgress progress, CaseSetup candidate, CaseSetup? reference, InputDraw draw)
    {
        using var _ = phases.Begin("look at memory");
        progress.Audit.Note(candidate, draw.Number);
        if (reference is { OwnsBuffers: true })
            progress.TheirAudit.Note(reference, draw.Number);
    }

    // Whether the candidate's samples were the last.
    private bool Sample(CaseProgress progress, CaseSetup candidate, CaseSetup? reference, InputDraw draw)
    {
        using var _ = phases.Begin("sample");
        var (ours, theirs) = (progress.Ours, progress.Theirs);
        var before = ours.Seconds + theirs.Seconds;
        var oursLast = true;
        void LookAtOurs() => Checks.Look(progress, candidate, draw, "after a timed launch");
        if (reference is null)
        {
            progress.Sampler.Take(
                candidate.Sequence,
                ours,
                progress.Visits,
                progress.Random,
                VisitChecks.UnlessVarying(progress.OurOutputs, progress.Random, LookAtOurs)
            );
        }
        else
        {
            oursLast = progress.Sampler.TakeInterleaved(
                candidate.Sequence, reference.Sequence, ours, theirs, progress.Visits, progress.Random,
                VisitChecks.UnlessVarying(progress.OurOutputs, progress.Random, LookAtOurs),
                VisitChecks.UnlessVarying(progress.TheirOutputs, progress.Random, LookAtTheirs));
            void LookAtTheirs() => Checks.LookAtBase(progress, reference, draw);
        }

        progress.Conditions.AddRange(Enumerable.Repeat(progress.Condition, ours.Count - progress.Conditions.Count));
        TimedSeconds += ours.Seconds + theirs.Seconds - before;
        return oursLast;
    }

    private double? ClockShare(int launches, CacheState cache)
    {
        using var _ = phases.Begin("calibrate clock");
        return device.ClockShare(launches, cache);
    }

    private SamplingPlan PlanOf(BenchmarkCase benchmark, BenchmarkCase? theirs)
    {
        var plan = job.Sampling with { Tolerance = job.SettingsOf(benchmark.Name).Tolerance };
        return benchmark.LaunchedFrom == ModuleKind.Functions || theirs?.LaunchedFrom == ModuleKind.Functions
            ? plan.OfFunctions()
            : plan;
    }
}
