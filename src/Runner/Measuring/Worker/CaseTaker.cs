using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Takes one run of one case: checks its outputs, warms it up, samples it, and checks again.</summary>
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

    /// <summary>Takes a run. Whatever the case does wrong is in the result, not thrown.</summary>
    public CaseResult Take(BenchmarkCase benchmark)
    {
        try
        {
            return TakeOrThrow(benchmark);
        }
        catch (DeviceException e)
        {
            return new()
            {
                Name = benchmark.Name,
                Status = CaseStatus.Failed,
                Reason = e.Message,
                DeviceLost = e.Fault == DeviceFault.KernelFailed,
            };
        }
    }

    /// <summary>Computes the references of a case that are not kept yet.</summary>
    /// <exception cref="DeviceException">They cannot be computed.</exception>
    public void Prepare(BenchmarkCase benchmark)
    {
        if (benchmark.Check.Function is null)
            return;
        foreach (var output in benchmark.Check.Outputs)
            references.Expected(benchmark, output.Buffer, suite, Run);
    }

    private CaseResult TakeOrThrow(BenchmarkCase benchmark)
    {
        using var _ = phases.Begin("allocate");
        var idle = device.MemoryInUse;
        using var candidate = new CaseSetup(device, benchmark, modules, inputs);
        using var reference = BaseSetup(candidate);
        using var checks = Check(candidate);
        if (checks.Wrong is { } wrong)
            return Incorrect(benchmark, checks.Checks, wrong, "before timing");
        if (reference is not null && WrongIn(reference) is { } wrongBase)
        {
            return new()
            {
                Name = benchmark.Name, Status = CaseStatus.Failed, Checks = checks.Checks,
                Reason = $"the base's own output {wrongBase.Buffer} is wrong, so it is no reference: {wrongBase.Detail}",
            };
        }

        var sampler = new AdaptiveSampler(device, PlanOf(benchmark), CacheOf(benchmark));
        var (ours, theirs) = Sample(sampler, candidate, reference, benchmark);
        var peak = device.MemoryInUse;
        if (peak > NearlyFull * device.Description.MemoryBytes)
            Warn(benchmark, peak.Value);
        using var after = Check(candidate, checks);
        return after.Wrong is { } spoilt
            ? Incorrect(benchmark, after.Checks, spoilt, "after timing, and was right before")
            : new()
            {
                Name = benchmark.Name,
                Status = CaseStatus.Measured,
                Samples = [.. ours.Nanoseconds],
                ClockShare = ClockShare(candidate.Sequence.Launches, benchmark),
                ReferenceSamples = theirs is null ? null : [.. theirs.Nanoseconds],
                ReferenceClockShare = reference is null ? null : ClockShare(reference.Sequence.Launches, benchmark),
                LaunchTimes = ours.LaunchTimes(),
                LaunchClockShare = candidate.Sequence.Launches > 1 ? ClockShare(1, benchmark) : null,
                Checks = [.. checks.Checks.Zip(after.Checks, Worse)],
                PeakMemoryBytes = peak - idle,
            };
    }

    private void Warn(BenchmarkCase benchmark, long inUse) => warnings.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"{benchmark.Name} nearly does not fit: {inUse / 1e9:0.0} of {device.Description.MemoryBytes / 1e9:0.0} GB of device memory are in use while it runs"));

    private CaseSetup? BaseSetup(CaseSetup candidate)
    {
        if (Base is not { } side)
            return null;
        var benchmark = side.Suite.Require(candidate.Benchmark.Name);
        return CaseSetup.ShareBuffers(candidate.Benchmark, benchmark)
            ? new(candidate, benchmark, side.Modules)
            : new(device, benchmark, side.Modules, inputs);
    }

    private (Samples Candidate, Samples? Reference) Sample(
        AdaptiveSampler sampler, CaseSetup candidate, CaseSetup? reference, BenchmarkCase benchmark)
    {
        using (phases.Begin("warm up"))
        {
            sampler.WarmUp(candidate.Sequence);
            if (reference is not null)
                sampler.WarmUp(reference.Sequence);
        }

        using var _ = phases.Begin("sample");
        if (reference is null)
        {
            var samples = sampler.Take(candidate.Sequence);
            TimedSeconds += samples.Seconds;
            return (samples, null);
        }

        var (ours, theirs) = sampler.TakeInterleaved(candidate.Sequence, reference.Sequence, CaseOrder.Random(job.Seed, benchmark.Name));
        TimedSeconds += ours.Seconds + theirs.Seconds;
        return (ours, theirs);
    }

    private Checked Check(CaseSetup setup, Checked? before = null)
    {
        var outputs = OutputsOf(setup);
        using var _ = phases.Begin("compare outputs");
        // Bytes that were found right once are right again.
        if (before is not null && outputs.Zip(before.Outputs).All(o => o.First.Span.SequenceEqual(o.Second.Span)))
            return new(outputs, before.Checks);
        return new(outputs, [.. setup.Benchmark.Check.Outputs.Select((output, i) => OutputComparison.Compare(
            outputs[i].Span,
            setup.Benchmark.Buffers.Single(b => b.Name == output.Buffer).Type,
            references.Expected(setup.Benchmark, output.Buffer, suite, Run),
            output))]);
    }

    private OutputCheck? WrongIn(CaseSetup setup)
    {
        using var found = Check(setup);
        return found.Wrong;
    }

    private ImmutableArray<PooledBytes> OutputsOf(CaseSetup setup)
    {
        using (phases.Begin("fill buffers"))
            setup.Fill();
        using var _ = phases.Begin("run once and download outputs");
        device.Run(setup.Sequence);
        return [.. setup.Benchmark.Check.Outputs.Select(o => setup.Download(o.Buffer))];
    }

    // The outputs of a case that serves as another one's reference.
    private Dictionary<string, PooledBytes> Run(BenchmarkCase other)
    {
        using var setup = new CaseSetup(device, other, modules, inputs);
        return other.Check.Outputs.Select(o => o.Buffer).Zip(OutputsOf(setup)).ToDictionary(o => o.First, o => o.Second);
    }

    /// <summary>Outputs and what was found of them.</summary>
    private sealed record Checked(ImmutableArray<PooledBytes> Outputs, ImmutableArray<OutputCheck> Checks) : IDisposable
    {
        public OutputCheck? Wrong => Checks.FirstOrDefault(c => !c.Passed);

        public void Dispose()
        {
            foreach (var output in Outputs)
                output.Dispose();
        }
    }

    private double? ClockShare(int launches, BenchmarkCase benchmark)
    {
        using var _ = phases.Begin("calibrate clock");
        return device.ClockShare(launches, CacheOf(benchmark));
    }

    private SamplingPlan PlanOf(BenchmarkCase benchmark) =>
        job.Tolerances.TryGetValue(benchmark.Name, out var tolerance) ? job.Sampling with { Tolerance = tolerance } : job.Sampling;

    private CacheState CacheOf(BenchmarkCase benchmark) => job.OtherCache.Contains(benchmark.Name)
        ? job.Cache == CacheState.Cold ? CacheState.Hot : CacheState.Cold
        : job.Cache;

    private static OutputCheck Worse(OutputCheck a, OutputCheck b) => a.RelativeError >= b.RelativeError ? a : b;

    private static CaseResult Incorrect(BenchmarkCase benchmark, ImmutableArray<OutputCheck> checks, OutputCheck wrong, string when) => new()
    {
        Name = benchmark.Name,
        Status = CaseStatus.Incorrect,
        Reason = $"output {wrong.Buffer} is wrong {when}: {wrong.Detail}",
        Checks = checks,
    };
}
