using System.Collections.Immutable;
using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate tune</c>: finds faster values of the parameters that manifests declare.</summary>
internal static class TuneCommand
{
    private const string Target = "PerfGateTune";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var own = new TuneOptions();
        var filter = own.Gate.Filter;
        var command = new Command(
            "tune",
            "Tries the values that a manifest lists for its parameters and keeps the fastest right ones."
        )
        {
            filter,
            own.All,
        };
        var arguments = BuildArguments.AddTo(command, own.Compile);
        command.SetAction(
            async (parsed, cancellation) =>
                parsed.GetValue(own.Compile) is not null
                    ? await TuneAsync(own, parsed, parsed.GetValue(arguments)!, cancellation).ConfigureAwait(false)
                    : BuildArguments.Build(
                        parsed.GetValue(arguments)!,
                        Target,
                        "tune",
                        [.. own.Properties(parsed), ("PerfGateFilter", parsed.GetValue(filter))]
                    )
        );
        return command;
    }

    private static async Task<int> TuneAsync(
        TuneOptions own,
        ParseResult parsed,
        string[] manifests,
        CancellationToken cancellation
    )
    {
        var output = Path.GetFullPath(parsed.GetValue(own.Gate.Output)!);
        var work = Path.GetFullPath(parsed.GetValue(own.Work)!);
        var hold = GateHold.Of("perfgate tune", parsed, own.Gate.Wait, cancellation);
        using var folders = hold.Folders(output, work);
        var device = DeviceSelection.Choose(parsed.GetValue(own.Device)!);
        ImmutableArray<string> paths = [.. manifests.Select(Path.GetFullPath)];
        var filter = parsed.GetValue(own.Gate.Filter);
        var uses = TunableBenchmark.In(
            CaseFilter.Apply(ManifestLoader.Load(paths, device, own.Root(parsed)), filter));
        if (uses.IsEmpty)
            throw new PerfGateException(DiagnosticCatalog.NothingToTune(filter), ExitCode.Usage);
        var effort = own.Effort(parsed);
        if (effort.Strategy == TuningStrategy.BruteForce)
            RequireListable(uses);
        var policy = own.Policy(parsed);
        using var held = HeldDevice.Take(hold, device.Kind, policy.Clocks, own.CaseTimeout);
        var setting = own.Setting(parsed, paths, device, policy, held.Launcher);
        var run = new TuneRun(setting, output, work, Console.Out);
        try
        {
            await run.AllAsync(uses, effort, cancellation).ConfigureAwait(false);
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
