using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

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
        caseTimeout.Refuse(s => s is > 0 and <= 1e6, UsageErrors.ExpectedSeconds);
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
        var several = new Option<string?>(GpuChoice.Option)
        {
            Description =
                "GPUs of one model that share the cases: all, or indices or UUIDs, as 0,2. One GPU where it is not "
                    + "given.",
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
            several,
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
                var catalog = KernelCatalog.ReadWithModules(parsed.GetValue(step.Kernels)!);
                TrackedKeptFiles.Refuse(request.Root, [request.WorkFolder, request.Cached, .. catalog.Folders]);
                var references = new ReferenceSource(options, parsed, request.Root);
                var asked = parsed.GetValue(several);
                var gpus = RunDevices.Gpus(asked, catalog.Compiled.Device);
                request = request with { Share = Share(parsed.GetValue(shard), request, catalog, references) };
                var policy = request.Override(references.Policy());
                var devices = new RunDevices(
                    request,
                    catalog,
                    references,
                    policy,
                    hold,
                    TimeSpan.FromSeconds(parsed.GetValue(caseTimeout)),
                    // Without a reference nothing is undecided.
                    parsed.GetValue(options.Reference) == ReferenceChoice.None
                        ? policy.Runs.Minimum
                        : policy.Runs.Maximum
                );
                await devices.MeasureAsync(asked, gpus, cancellation).ConfigureAwait(false);
            }
        );
        return command;
    }

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
        return CaseDeal.Of(request, catalog.Compiled.Device, references).Share(shard);
    }
}
