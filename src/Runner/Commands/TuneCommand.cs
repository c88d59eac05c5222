using System.Collections.Immutable;
using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate tune</c>: finds faster values of the parameters that manifests declare.</summary>
internal static class TuneCommand
{
    private const string Target = "PerfGateTune";
    private const int DefaultEvaluations = 100;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var (gate, own) = (new GateOptions(), new TuneOptions());
        var arguments = new Argument<string[]>("PROJECT")
        {
            Description =
                "A project, a solution or a folder with one, first; default: this folder. What follows goes to dotnet "
                + "build. With --compile: the *.bench.json files.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "tune",
            "Tries the values that a manifest lists for its parameters and keeps the fastest right ones."
        )
        {
            own.Strategy,
            own.Evaluations,
            own.Seconds,
            own.Seed,
            gate.Filter,
            own.Device,
            own.Compile,
            gate.Output,
            gate.Root,
            gate.Policy,
            gate.Tolerance,
            gate.Clocks,
            own.Work,
            gate.Wait,
            arguments,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(own.Compile) is not null && result.GetValue(arguments) is null or [])
                result.AddError("--compile needs the manifests of the kernels. Name the *.bench.json files.");
        });
        command.SetAction(
            async (parsed, cancellation) =>
                parsed.GetValue(own.Compile) is { } response
                    ? await TuneAsync(gate, own, parsed, response, parsed.GetValue(arguments)!, cancellation)
                        .ConfigureAwait(false)
                    : BuildArguments.Build(
                        parsed.GetValue(arguments)!,
                        Target,
                        "tune",
                        [.. own.Properties(parsed), ("PerfGateFilter", parsed.GetValue(gate.Filter))]
                    )
        );
        return command;
    }

    private static async Task<int> TuneAsync(
        GateOptions gate,
        TuneOptions own,
        ParseResult parsed,
        string response,
        string[] manifests,
        CancellationToken cancellation
    )
    {
        var root = Path.GetFullPath(parsed.GetValue(gate.Root)!);
        var output = Path.GetFullPath(parsed.GetValue(gate.Output)!);
        var work = Path.GetFullPath(parsed.GetValue(own.Work)!);
        var hold = GateHold.Of("perfgate tune", parsed, gate.Wait, cancellation);
        using var folders = hold.Folders(output, work);
        var device = DeviceSelection.Choose(parsed.GetValue(own.Device)!);
        ImmutableArray<string> paths = [.. manifests.Select(Path.GetFullPath)];
        var filter = parsed.GetValue(gate.Filter);
        var uses = TunableBenchmark.In(CaseFilter.Apply(ManifestLoader.Load(paths, device, root), filter));
        if (uses.IsEmpty)
            throw new PerfGateException(DiagnosticCatalog.NothingToTune(filter), ExitCode.Usage);
        var strategy = parsed.GetValue(own.Strategy) ?? TuningStrategy.Local;
        if (strategy == TuningStrategy.BruteForce)
            RequireListable(uses);
        var policy = ReferenceSource.ReadPolicyFile(parsed.GetValue(gate.Policy), root).WithCommandLine(gate, parsed);
        using var lockOfDevice = hold.Device(device.Kind);
        using var gpu = DeviceBackend.Of(device.Kind).Session(policy.Clocks, Environment.GetEnvironmentVariable);
        using var workers = new WorkerProcess(
            WorkerProcess.ThisProgram,
            (gpu?.Environment ?? LockedEnvironment.ForHost()).ApplyTo,
            TimeSpan.FromSeconds(300),
            ahead: gpu is not null
        );
        var setting = new TuneSetting
        {
            Root = root,
            Manifests = paths,
            Response = Path.GetFullPath(response),
            Device = device,
            Policy = policy,
            Git = ReferenceSource.StateOf(root, Path.Combine(root, "baselines")),
            Launcher = gpu?.Watch(workers) ?? workers,
            Progress = new TuneProgress(Console.Out),
        };
        var run = new TuneRun(setting, output, work, Console.Out);
        try
        {
            await run.AllAsync(
                    uses,
                    new(
                        strategy,
                        parsed.GetValue(own.Seed) ?? 1,
                        parsed.GetValue(own.Evaluations) ?? DefaultEvaluations,
                        parsed.GetValue(own.Seconds)
                    ),
                    cancellation
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new PerfGateException(DiagnosticCatalog.TuneCancelled(run.LogPath), ExitCode.Environment);
        }

        return (int)ExitCode.Passed;
    }

    private static void RequireListable(ImmutableArray<TunableBenchmark> benchmarks)
    {
        var large = benchmarks.Where(b => !b.Use.Space.IsListable).ToList();
        if (large.Count > 0)
            throw new PerfGateException(
                [
                    .. large.Select(b =>
                        DiagnosticCatalog.TuneTooLarge(
                            b.Use.Section.At,
                            b.Name,
                            b.Use.Space.Size,
                            TuningSpace.MostListed
                        )
                    ),
                ],
                ExitCode.Usage
            );
    }
}
