using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Takes runs of cases, visit by visit: checks a case's outputs, warms it up, samples it, and checks again at the last visit.</summary>
internal sealed class CaseTaker(
    WorkerJob job, IDevice device, BenchmarkSuite suite, LoadedModules modules, InputStore inputs, ReferenceStore references,
    PhaseClock phases)
{
    // Above this a case runs today and fails on the day when a driver or a neighbour takes a little more.
    private const double NearlyFull = 0.85;

    private readonly List<string> warnings = [];

    /// <summary>Warnings so far, one line each.</summary>
    public ImmutableArray<string> Warnings => [.. warnings];

    /// <summary>Time that timed kernels took so far, seconds.</summary>
    public double TimedSeconds { get; private set; }

    /// <summary>The base's side of a trial; null in a plain run.</summary>
    public BaseModules? Base { get; init; }

    /// <summary>Device memory that belongs to no case, bytes: it does not count against the device's limit.</summary>
    public long StashedBytes { get; init; }

    /// <summary>A run of a case of which nothing is taken yet.</summary>
    public CaseProgress Begin(BenchmarkCase benchmark)
    {
        var cache = job.SettingsOf(benchmark.Name).Cache;
        return new(benchmark, new(device, PlanOf(benchmark), cache), cache, CaseOrder.Random(job.Seed, benchmark.Name), device.Places);
    }

    /// <summary>Visits a case. Whatever it does wrong is in its result, not thrown.</summary>
    public void Visit(CaseProgress progress)
    {
        try
        {
            VisitOrThrow(progress);
        }
        catch (DeviceException e)
        {
            progress.Result = new()
            {
                Name = progress.Benchmark.Name,
                Status = CaseStatus.Failed,
                Reason = e.Message,
                DeviceLost = e.Fault == DeviceFault.KernelFailed,
            };
        }
    }

    /// <summary>Computes the references of a case that are not kept yet. Several threads may do so, for cases whose references differ.</summary>
    /// <exception cref="DeviceException">They cannot be computed.</exception>
    public void Prepare(BenchmarkCase benchmark)
    {
        if (benchmark.Check.Function is null)
            return;
        foreach (var output in benchmark.Check.Outputs)
            references.Expected(benchmark, output.Buffer, suite, Run);
    }

    /// <summary>Names what computes a case's reference: the same name, the same results. Empty where no function does.</summary>
    public string ReferenceOf(BenchmarkCase benchmark) => references.CallOf(benchmark) ?? "";

    private void VisitOrThrow(CaseProgress progress)
    {
        using var _ = phases.Begin("allocate");
        var idle = progress.Visits == 0 ? device.MemoryInUse : null;
        using var candidate = new CaseSetup(device, progress.Benchmark, modules, inputs, progress.Place);
        using var reference = BaseSetup(candidate, progress.Place);
        if (progress.Visits == 0)
        {
            progress.Result = CheckBefore(progress, candidate, reference);
            if (progress.Result is not null)
                return;
            WarmUp(progress, candidate, reference);
        }
        else
        {
            Fill(candidate, reference);
        }

        Sample(progress, candidate, reference);
        if (progress.Visits++ == 0)
            NoteMemory(progress, idle);
        if (progress.Visits < progress.Sampler.Visits)
            return;
        var after = Check(candidate, progress.Before);
        progress.Result = after.Wrong is { } spoilt
            ? Incorrect(progress.Benchmark, after.Checks, spoilt, "after timing, and was right before")
            : Measured(progress, candidate, reference, after);
    }

    private CaseResult? CheckBefore(CaseProgress progress, CaseSetup candidate, CaseSetup? reference)
    {
        var checks = Check(candidate, job.Known.GetValueOrDefault(progress.Benchmark.Name));
        progress.Before = checks;
        if (checks.Wrong is { } wrong)
            return Incorrect(progress.Benchmark, checks.Checks, wrong, "before timing");
        return reference is null || Check(reference).Wrong is not { } wrongBase
            ? null
            : new()
            {
                Name = progress.Benchmark.Name, Status = CaseStatus.Failed, Checks = checks.Checks,
                Reason = $"the base's own output {wrongBase.Buffer} is wrong, so it is no reference: {wrongBase.Detail}",
            };
    }

    private CaseResult Measured(CaseProgress progress, CaseSetup candidate, CaseSetup? reference, CheckedOutputs after) => new()
    {
        Name = progress.Benchmark.Name,
        Status = CaseStatus.Measured,
        Samples = [.. progress.Ours.Nanoseconds],
        Places = [.. progress.Places],
        ClockShare = ClockShare(candidate.Sequence.Launches, progress.Cache),
        ReferenceSamples = reference is null ? null : [.. progress.Theirs.Nanoseconds],
        ReferenceClockShare = reference is null ? null : ClockShare(reference.Sequence.Launches, progress.Cache),
        LaunchTimes = progress.Ours.LaunchTimes(),
        LaunchClockShare = candidate.Sequence.Launches > 1 ? ClockShare(1, progress.Cache) : null,
        Checks = [.. progress.Before!.Checks.Zip(after.Checks, Worse)],
        Right = progress.Before,
        PeakMemoryBytes = progress.PeakMemoryBytes,
    };

    private void NoteMemory(CaseProgress progress, long? idle)
    {
        var peak = device.MemoryInUse;
        progress.PeakMemoryBytes = peak - idle;
        if (peak - StashedBytes is { } inUse && inUse > NearlyFull * device.Description.MemoryBytes)
            Warn(progress.Benchmark, inUse);
    }

    private void Warn(BenchmarkCase benchmark, long inUse) => warnings.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"{benchmark.Name} nearly does not fit: {inUse / 1e9:0.0} of {device.Description.MemoryBytes / 1e9:0.0} GB of device memory are in use while it runs"));

    private CaseSetup? BaseSetup(CaseSetup candidate, int place)
    {
        if (Base is not { } side)
            return null;
        var benchmark = side.Suite.Require(candidate.Benchmark.Name);
        return CaseSetup.ShareBuffers(candidate.Benchmark, benchmark)
            ? new(candidate, benchmark, side.Modules)
            : new(device, benchmark, side.Modules, inputs, place);
    }

    private void WarmUp(CaseProgress progress, CaseSetup candidate, CaseSetup? reference)
    {
        using var _ = phases.Begin("warm up");
        progress.Sampler.WarmUp(candidate.Sequence, reference?.Sequence);
    }

    private void Fill(CaseSetup candidate, CaseSetup? reference)
    {
        using var _ = phases.Begin("fill buffers");
        candidate.Fill();
        if (reference is { OwnsBuffers: true })
            reference.Fill();
    }

    private void Sample(CaseProgress progress, CaseSetup candidate, CaseSetup? reference)
    {
        using var _ = phases.Begin("sample");
        var (ours, theirs) = (progress.Ours, progress.Theirs);
        var before = ours.Seconds + theirs.Seconds;
        if (reference is null)
            progress.Sampler.Take(candidate.Sequence, ours, progress.Visits);
        else
            progress.Sampler.TakeInterleaved(candidate.Sequence, reference.Sequence, ours, theirs, progress.Visits, progress.Random);
        progress.Places.AddRange(Enumerable.Repeat(progress.Place, ours.Count - progress.Places.Count));
        TimedSeconds += ours.Seconds + theirs.Seconds - before;
    }

    private CheckedOutputs Check(CaseSetup setup, CheckedOutputs? before = null)
    {
        RunOnce(setup);
        var digests = Digests(setup);
        // Bytes that were found right once are right again.
        if (before is not null && before.Digests.SequenceEqual(digests))
            return before;
        using var _ = phases.Begin("compare outputs");
        return new(digests, [.. setup.Benchmark.Check.Outputs.Select(output => Compare(setup, output))]);
    }

    private ImmutableArray<UInt128> Digests(CaseSetup setup)
    {
        using var _ = phases.Begin("digest outputs");
        return [.. setup.Benchmark.Check.Outputs.Select(o => setup.Digest(o.Buffer))];
    }

    private OutputCheck Compare(CaseSetup setup, OutputTolerance output)
    {
        using var bytes = setup.Download(output.Buffer);
        return OutputComparison.Compare(
            bytes.Span,
            setup.Benchmark.Buffers.Single(b => b.Name == output.Buffer).Type,
            references.Expected(setup.Benchmark, output.Buffer, suite, Run),
            output);
    }

    private void RunOnce(CaseSetup setup)
    {
        using (phases.Begin("fill buffers"))
            setup.Fill();
        using var _ = phases.Begin("run once");
        device.Run(setup.Sequence);
    }

    // The outputs of a case that serves as another one's reference.
    private Dictionary<string, PooledBytes> Run(BenchmarkCase other)
    {
        using var setup = new CaseSetup(device, other, modules, inputs);
        RunOnce(setup);
        return other.Check.Outputs.ToDictionary(o => o.Buffer, o => setup.Download(o.Buffer));
    }

    private double? ClockShare(int launches, CacheState cache)
    {
        using var _ = phases.Begin("calibrate clock");
        return device.ClockShare(launches, cache);
    }

    private SamplingPlan PlanOf(BenchmarkCase benchmark) =>
        job.Sampling with { Tolerance = job.SettingsOf(benchmark.Name).Tolerance };

    private static OutputCheck Worse(OutputCheck a, OutputCheck b) => a.RelativeError >= b.RelativeError ? a : b;

    private static CaseResult Incorrect(BenchmarkCase benchmark, ImmutableArray<OutputCheck> checks, OutputCheck wrong, string when) => new()
    {
        Name = benchmark.Name,
        Status = CaseStatus.Incorrect,
        Reason = $"output {wrong.Buffer} is wrong {when}: {wrong.Detail}",
        Checks = checks,
    };
}
