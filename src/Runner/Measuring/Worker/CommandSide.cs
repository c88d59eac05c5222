using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>What a run has gathered of one side of a command.</summary>
/// <param name="benchmark">The case.</param>
/// <param name="known">Outputs that an earlier run found right.</param>
internal sealed class CommandSide(BenchmarkCase benchmark, ImmutableArray<CheckedOutputs> known)
{
    private int _executions;
    private long _records;
    private int _modules;
    private int? _kernels;

    /// <summary>The case.</summary>
    public BenchmarkCase Case => benchmark;

    /// <summary>Its command.</summary>
    public CommandSpec Command => benchmark.Command!;

    /// <summary>Nanoseconds, in time order.</summary>
    public List<double> Samples { get; } = [];

    /// <summary>The code of the kernels in them.</summary>
    public ObservedCode Code { get; private set; } = ObservedCode.Unknown;

    /// <summary>What was found of the files that it writes.</summary>
    public SeenOutputs Outputs { get; } = new(known);

    /// <summary>The files that were right before; null for nothing.</summary>
    public CheckedOutputs? KnownOutputs => Outputs.Of(new(0));

    /// <summary>What is wrong with a file that it wrote; null for nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether what goes wrong now is this side's doing.</summary>
    public bool IsAtFault { get; set; }

    /// <summary>Whether a sample is a whole process. Then the warm-up is executions.</summary>
    public bool IsOnePerProcess =>
        Command.Measure is { Work: MeasuredWork.WallTime } or { Work: MeasuredWork.AllGpuWork };

    /// <summary>What cases must have in common to share a process.</summary>
    public string ProcessKey =>
        $"{Command.Identity}\n{Command.Measure.Range is not null}\n{string.Join('\n', Case.Check.Files)}";

    /// <summary>What was observed.</summary>
    public ObservedWork Work =>
        new()
        {
            Measured = Command.Measure.Words,
            Records = _records,
            Modules = _modules,
            Kernels = _kernels,
        };

    /// <summary>Looks at the files that a process wrote.</summary>
    /// <param name="found">What was found.</param>
    /// <exception cref="ObservationException">One is wrong.</exception>
    public void Look(CheckedOutputs found)
    {
        Outputs.Add(new(0), found);
        Fault = WrittenFiles.Fault(found);
        if (Fault is not null)
            throw new ObservationException(Fault);
    }

    /// <summary>Adds a process by its wall time.</summary>
    /// <param name="seconds">Its wall time.</param>
    public void AddWallTime(double seconds)
    {
        if (_executions++ >= Command.Measure.WarmUp)
            Samples.Add(seconds * 1e9);
    }

    /// <summary>Adds a process by its records.</summary>
    /// <param name="observation">What it left.</param>
    /// <exception cref="ObservationException">It was not observed, or a file is wrong.</exception>
    public void Add(CommandObservation observation)
    {
        if (observation.Failure is { } failure)
            throw failure;
        Look(observation.Outputs!);
        var processes = observation.Processes;
        var measure = IsOnePerProcess ? Command.Measure with { WarmUp = 0 } : Command.Measure;
        var samples = ObservedSamples.Of(processes, measure);
        var code = ObservedCode.Of(processes, samples, observation.Modules);
        // Processes of one program that run different code have no one identity.
        Code = _executions == 0 || Code.Hash == code.Hash ? code : code with { Hash = null };
        _records += processes.Sum(p => (long)p.Records.Count);
        _kernels = _executions == 0 || _kernels == samples.Kernels ? samples.Kernels : null;
        _modules = Math.Max(_modules, processes.Max(p => p.Modules.Count));
        if (!IsOnePerProcess || _executions >= Command.Measure.WarmUp)
            Samples.AddRange(samples.Nanoseconds);
        _executions++;
    }
}

/// <summary>What one execution of a command left.</summary>
/// <param name="Folder">The folder of its records, absolute.</param>
/// <param name="Processes">Its processes.</param>
internal sealed record CommandObservation(string Folder, ImmutableArray<ObservedProcess> Processes) : IDisposable
{
    /// <summary>Why it was not observed; null if it was.</summary>
    public ObservationException? Failure { get; init; }

    /// <summary>The files that it wrote; null if it was not observed.</summary>
    public CheckedOutputs? Outputs { get; init; }

    /// <summary>The folder with the images of its modules, absolute.</summary>
    public string Modules => Path.Combine(Folder, "modules");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
