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

    private readonly Dictionary<string, CommandObservation> _shared = new(StringComparer.Ordinal);

    private string Kept => Path.Combine(Path.GetDirectoryName(job.OwnCached ?? job.Cached)!, "observe");

    /// <summary>Takes a run. Whatever the command does wrong is in its result, not thrown.</summary>
    /// <param name="benchmark">The candidate's case.</param>
    /// <param name="theirs">The base's; null in a plain run.</param>
    public CaseResult Take(BenchmarkCase benchmark, BenchmarkCase? theirs)
    {
        using var _ = phases.Begin("observe commands");
        var random = CaseOrder.Random(job.Seed, benchmark.Name);
        var ours = new CommandSide(benchmark, job.Known.GetValueOrDefault(benchmark.Name, []));
        var base_ = theirs is null ? null : new CommandSide(theirs, []);
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
                : Ended(ours, e);
        }

        return Result(benchmark.Name, ours, base_);
    }

    /// <summary>Runs a command once and times nothing.</summary>
    public CaseResult Check(BenchmarkCase benchmark)
    {
        var side = new CommandSide(benchmark, []);
        try
        {
            Execute(side);
            return new()
            {
                Name = benchmark.Name,
                Status = CaseStatus.Measured,
                Checks = side.Outputs.Worst,
            };
        }
        catch (ObservationException e)
        {
            return Ended(side, e);
        }
    }

    /// <summary>Deletes what the commands wrote.</summary>
    public void Dispose()
    {
        foreach (var observation in _shared.Values)
            observation.Dispose();
        _shared.Clear();
    }

    private static CaseResult Ended(CommandSide side, ObservationException e) =>
        new()
        {
            Name = side.Case.Name,
            Status = side.Fault is null ? CaseStatus.Failed : CaseStatus.Incorrect,
            Reason = side.Fault ?? Failure(side, e),
            Checks = side.Outputs.Worst,
        };

    private static string Failure(CommandSide side, ObservationException e) =>
        $"the command {side.Command.Text} was not measured: {e.Message}";

    private static bool Enough(CommandSide side, Stopwatch watch)
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

    private void Execute(CommandSide side)
    {
        announce(side.Case.Name);
        side.IsAtFault = true;
        if (side.Command.Measure.Work == MeasuredWork.WallTime)
        {
            var seconds = Run(side, ImmutableDictionary<string, string>.Empty);
            side.Look(WrittenFiles.Check(side.Case.Check, side.KnownOutputs));
            side.AddWallTime(seconds);
        }
        else
            Observe(side);
        side.IsAtFault = false;
    }

    private void Observe(CommandSide side)
    {
        if (side.IsOnePerProcess)
        {
            using var observation = Observed(side);
            side.Add(observation);
            return;
        }

        if (!_shared.TryGetValue(side.ProcessKey, out var shared))
            _shared.Add(side.ProcessKey, shared = Observed(side));
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

    private CommandObservation Observed(CommandSide side)
    {
        ForgetEndedWorkers();
        var folder = Path.Combine(Kept, $"{Records}{Environment.ProcessId}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder);
        try
        {
            Run(side, ObserveLibrary.Variables(ObserveLibrary.Get(Kept, variable), folder, side.Command.Measure));
            return new(folder, ObservedProcess.All(folder))
            {
                Outputs = WrittenFiles.Check(side.Case.Check, side.KnownOutputs),
            };
        }
        catch (ObservationException e)
        {
            return new(folder, []) { Failure = e };
        }
    }

    private double Run(CommandSide side, IReadOnlyDictionary<string, string> variables)
    {
        WrittenFiles.Delete(side.Case.Check);
        return CommandExecution.Run(side.Command, variables, () => announce(side.Case.Name));
    }

    private static CaseResult Result(string name, CommandSide ours, CommandSide? theirs) =>
        new()
        {
            Name = name,
            Status = CaseStatus.Measured,
            Samples = [.. ours.Samples],
            ReferenceSamples = theirs is null ? null : [.. theirs.Samples],
            Checks = ours.Outputs.Worst,
            ReferenceChecks = theirs?.Outputs.Worst ?? [],
            Right = ours.Outputs.Right,
            Varies = ours.Outputs.Varying,
            Observed = ours.Work,
            CodeHash = ours.Code.Hash,
            Kernels = ours.Code.Kernels,
            ReferenceCodeHash = theirs?.Code.Hash,
            ReferenceKernels = theirs?.Code.Kernels ?? [],
        };
}
