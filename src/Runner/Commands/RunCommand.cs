using System.CommandLine;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate run</c>: measures compiled kernels.</summary>
internal static class RunCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var step = new StepOptions();
        var options = step.Gate;
        var caseTimeout = new Option<double>("--case-timeout")
        {
            Description = "Seconds that a worker may spend on one case before it counts as hung.",
            DefaultValueFactory = _ => 300,
        };
        var seed = SharedOptions.Seed(
            "Seed of the inputs of the check that is not timed, to repeat an earlier one. A new one each time where it "
                + "is not given."
        );
        var shard = new Option<string?>("--shard")
        {
            Description =
                "Only a part of the cases, as 2/4: the second of four. 'perfgate merge' puts the parts together.",
            HelpName = "I/N",
        };
        var command = new Command(
            "run",
            "Measures compiled kernels in fresh worker processes and writes measurement.json."
        )
        {
            step.All,
            options.Filter,
            options.Runs,
            options.Budget,
            options.Tolerance,
            options.Clocks,
            options.Reference,
            options.MeasureUnchanged,
            caseTimeout,
            seed,
            shard,
            step.Manifests,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var request = step.Request(parsed, parsed.GetValue(options.Filter)) with
                {
                    CheckSeed = parsed.GetValue(seed) ?? SharedOptions.AnySeed(),
                    Override = policy => policy.WithCommandLine(options, parsed),
                };
                var hold = GateHold.Of("perfgate run", parsed, options.Wait, cancellation);
                using var folders = hold.Folders(request.Output, request.WorkFolder);
                // Whatever stops this run: an earlier one's results must not read as its own.
                GateOutput.Forget(request.Output, GateStep.Measure);
                var catalog = KernelCatalog.Read(parsed.GetValue(step.Kernels)!);
                var references = new ReferenceSource(options, parsed, request.Root);
                request = request with { Share = Share(parsed.GetValue(shard), request, catalog, references) };
                var policy = request.Override(references.Policy());
                using var device = HeldDevice.Take(
                    hold,
                    catalog.Compiled.Device,
                    policy.Clocks,
                    TimeSpan.FromSeconds(parsed.GetValue(caseTimeout))
                );
                device.Expect(WorkerMode.Prepare, catalog.HasFunctions);
                var progress = new ConsoleProgress(
                    AnsiConsole.Console,
                    policy.DevicePricePerHour,
                    policy.Currency,
                    // Without a reference nothing is undecided.
                    parsed.GetValue(options.Reference) == ReferenceChoice.None
                        ? policy.Runs.Minimum
                        : policy.Runs.Maximum
                );
                try
                {
                    await new GateRun(
                        request,
                        catalog,
                        device.Launcher,
                        progress,
                        references,
                        BaseTrial.Of(request, catalog.Compiled.Device)
                    )
                        .RunAsync(cancellation)
                        .ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // What was measured by then is written.
                }

                if (cancellation.IsCancellationRequested)
                    throw new PerfGateException(
                        DiagnosticCatalog.Cancelled(new GateFiles(request.Output).Measurement),
                        ExitCode.Environment
                    );
            }
        );
        return command;
    }

    // The device is asked what it is and not opened: whose baseline says what the cases cost must be known before.
    private static CaseShare? Share(
        string? named,
        GateRunRequest request,
        KernelCatalog catalog,
        ReferenceSource references
    )
    {
        if (named is null)
            return null;
        var shard =
            Shard.Parse(named)
            ?? throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    "--shard",
                    named,
                    $"a part of the whole was expected, from 1/1 to {Shard.Most}/{Shard.Most}: 2/4."
                ),
                ExitCode.Usage
            );
        var device = DeviceSelection.Choose(catalog.Compiled.Device.Name);
        return CaseShare.Of(
            shard,
            ManifestLoader.Load(request.Manifests, device, request.Root),
            request.Filter,
            references.Resolve(device.Slug ?? "").Baseline?.Newest
        );
    }
}
