using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Takes a run of a command: a fresh process of it, or as many as wall time needs. In a trial the base's command runs
/// in turns with it. Cases that differ only in the kernels that they measure share the process.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="phases">Adds up the time.</param>
/// <param name="announce">Says which case this worker is at, so that it is not taken for hung.</param>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class CommandTaker(
    WorkerJob job,
    PhaseClock phases,
    Action<string> announce,
    Func<string, string?> variable
) : IDisposable
{
    // Where a sample is a whole process: as many as fit, but a few even of a slow command.
    private const double SecondsOfExecutions = 1;
    private const int FewestExecutions = 2;
    private const int MostExecutions = 20;

    private const string Records = "records-";

    private readonly Dictionary<string, Observation> _shared = new(StringComparer.Ordinal);

    private string Kept => Path.Combine(Path.GetDirectoryName(job.Cached)!, "observe");

    /// <summary>Takes a run. Whatever the command does wrong is in its result, not thrown.</summary>
    /// <param name="benchmark">The candidate's case.</param>
    /// <param name="theirs">The base's; null in a plain run.</param>
    public CaseResult Take(BenchmarkCase benchmark, BenchmarkCase? theirs)
    {
        using var _ = phases.Begin("observe commands");
        var random = CaseOrder.Random(job.Seed, benchmark.Name);
        var (ours, base_) = (new Side(benchmark), theirs is null ? null : new Side(theirs));
        var watch = Stopwatch.StartNew();
        try
        {
            do
            {
                var oursFirst = random.Next(2) == 0;
                if (oursFirst)
                    Execute(ours);
                if (base_ is not null)
                    Execute(base_);
                if (!oursFirst)
                    Execute(ours);
            } while (!Enough(ours, watch));
        }
        catch (ObservationException e)
        {
            // The base's fault says nothing about the branch.
            return base_ is { IsAtFault: true }
                ? new()
                {
                    Name = benchmark.Name,
                    Status = CaseStatus.NotRun,
                    Reason = $"at the base, {Failure(base_, e)}",
                }
                : new()
                {
                    Name = benchmark.Name,
                    Status = CaseStatus.Failed,
                    Reason = Failure(ours, e),
                };
        }

        return Result(benchmark.Name, ours, base_);
    }

    /// <summary>Runs a command once and times nothing.</summary>
    public CaseResult Check(BenchmarkCase benchmark)
    {
        var side = new Side(benchmark);
        try
        {
            Execute(side);
            return new() { Name = benchmark.Name, Status = CaseStatus.Measured };
        }
        catch (ObservationException e)
        {
            return new()
            {
                Name = benchmark.Name,
                Status = CaseStatus.Failed,
                Reason = Failure(side, e),
            };
        }
    }

    /// <summary>Deletes what the commands wrote.</summary>
    public void Dispose()
    {
        foreach (var observation in _shared.Values)
            observation.Dispose();
        _shared.Clear();
    }

    private static string Failure(Side side, ObservationException e) =>
        $"the command {side.Command.Text} was not measured: {e.Message}";

    private static bool Enough(Side side, Stopwatch watch)
    {
        if (!side.IsOnePerProcess)
            return true;
        var most = side.Command.Measure.Samples ?? MostExecutions;
        return side.Samples.Count >= most
            || (
                side.Samples.Count >= Math.Min(FewestExecutions, most)
                && watch.Elapsed.TotalSeconds >= SecondsOfExecutions
            );
    }

    private void Execute(Side side)
    {
        announce(side.Case.Name);
        side.IsAtFault = true;
        if (side.Command.Measure.Work == MeasuredWork.WallTime)
            side.AddWallTime(Run(side, ImmutableDictionary<string, string>.Empty));
        else
            Observe(side);
        side.IsAtFault = false;
    }

    private void Observe(Side side)
    {
        if (side.IsOnePerProcess)
        {
            using var observation = Observed(side);
            side.Add(observation);
            return;
        }

        if (!_shared.TryGetValue(side.Command.Identity, out var shared))
            _shared.Add(side.Command.Identity, shared = Observed(side));
        side.Add(shared);
    }

    // A worker that was killed left its folder behind.
    private void ForgetEndedWorkers()
    {
        foreach (var folder in Directory.Exists(Kept) ? Directory.GetDirectories(Kept, Records + "*") : [])
        {
            var process = Path.GetFileName(folder)[Records.Length..].Split('-')[0];
            if (
                int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number != Environment.ProcessId
                && ProcessTree.HasEnded(number)
            )
                Directory.Delete(folder, recursive: true);
        }
    }

    private Observation Observed(Side side)
    {
        ForgetEndedWorkers();
        var folder = Path.Combine(Kept, $"{Records}{Environment.ProcessId}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder);
        try
        {
            Run(
                side,
                new Dictionary<string, string>
                {
                    [ObserveLibrary.Injection] = ObserveLibrary.Get(Kept, variable),
                    [ObserveLibrary.Folder] = folder,
                }
            );
            return new(folder, ObservedProcess.All(folder));
        }
        catch (ObservationException e)
        {
            return new(folder, []) { Failure = e };
        }
    }

    private double Run(Side side, IReadOnlyDictionary<string, string> variables) =>
        CommandExecution.Run(side.Command, variables, () => announce(side.Case.Name));

    private static CaseResult Result(string name, Side ours, Side? theirs) =>
        new()
        {
            Name = name,
            Status = CaseStatus.Measured,
            Samples = [.. ours.Samples],
            ReferenceSamples = theirs is null ? null : [.. theirs.Samples],
            Observed = ours.Work,
            CodeHash = ours.Code.Hash,
            Kernels = ours.Code.Kernels,
            ReferenceCodeHash = theirs?.Code.Hash,
            ReferenceKernels = theirs?.Code.Kernels ?? [],
        };

    // What one execution of a command left.
    private sealed record Observation(string Folder, ImmutableArray<ObservedProcess> Processes) : IDisposable
    {
        public ObservationException? Failure { get; init; }

        public string Modules => Path.Combine(Folder, "modules");

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    // What has been gathered of one side.
    private sealed class Side(BenchmarkCase benchmark)
    {
        private int _executions;
        private long _records;
        private int _modules;

        public BenchmarkCase Case => benchmark;

        public CommandSpec Command => benchmark.Command!;

        public List<double> Samples { get; } = [];

        public ObservedCode Code { get; private set; } = ObservedCode.Unknown;

        public bool IsAtFault { get; set; }

        // Then the warm-up is executions.
        public bool IsOnePerProcess =>
            Command.Measure is { Work: MeasuredWork.WallTime } or { Work: MeasuredWork.AllGpuWork };

        public ObservedWork Work =>
            new()
            {
                Measured = Command.Measure.Words,
                Records = _records,
                Modules = _modules,
            };

        public void AddWallTime(double seconds)
        {
            if (_executions++ >= Command.Measure.WarmUp)
                Samples.Add(seconds * 1e9);
        }

        public void Add(Observation observation)
        {
            if (observation.Failure is { } failure)
                throw failure;
            var processes = observation.Processes;
            var measure = IsOnePerProcess ? Command.Measure with { WarmUp = 0 } : Command.Measure;
            var samples = ObservedSamples.Of(processes, measure);
            var code = ObservedCode.Of(processes, samples, observation.Modules);
            // Processes of one program that run different code have no one identity.
            Code = _executions == 0 || Code.Hash == code.Hash ? code : code with { Hash = null };
            _records += processes.Sum(p => (long)p.Records.Count);
            _modules = Math.Max(_modules, processes.Max(p => p.Modules.Count));
            if (!IsOnePerProcess || _executions >= Command.Measure.WarmUp)
                Samples.AddRange(samples.Nanoseconds);
            _executions++;
        }
    }
}
