using System.CommandLine;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.References;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate run</c>: measures compiled kernels.</summary>
internal static class RunCommand
{
    private const ulong LargestSeed = (1UL << 53) - 1;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var options = new GateOptions();
        var kernels = new Option<string>("--kernels")
        {
            Description = "The kernels.json that the compile step wrote.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "perfgate", "kernels.json"),
        };
        var compileBase = new Option<string?>("--compile-base")
        {
            Description =
                "Response file for 'dotnet msbuild' that compiles the base's kernels for a trial; the build writes it.",
        };
        var caseTimeout = new Option<double>("--case-timeout")
        {
            Description = "Seconds that a worker may spend on one case before it counts as hung.",
            DefaultValueFactory = _ => 300,
        };
        var workFolder = new Option<string>("--work")
        {
            Description = "Folder for what is kept between runs: inputs, expected outputs, jobs.",
            DefaultValueFactory = _ => Path.Combine("obj", "perfgate"),
        };
        var seed = new Option<ulong?>("--seed")
        {
            Description =
                "Seed of the inputs of the check that is not timed, to repeat an earlier one. A new one each time "
                + "where it is not given.",
        };
        seed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<ulong?>() > LargestSeed)
                result.AddError($"--seed: at most {LargestSeed} (2^53 - 1), which every reader of JSON keeps exactly.");
        });
        var shard = new Option<string?>("--shard")
        {
            Description =
                "Only a part of the cases, as 2/4: the second of four. 'perfgate merge' puts the parts together.",
            HelpName = "I/N",
        };
        var manifests = ManifestArgument.Create();
        var command = new Command(
            "run",
            "Measures compiled kernels in fresh worker processes and writes measurement.json."
        )
        {
            options.Output,
            options.Root,
            options.Policy,
            options.Baselines,
            options.Filter,
            options.Runs,
            options.Budget,
            options.Tolerance,
            options.Clocks,
            options.Reference,
            options.Base,
            options.MeasureUnchanged,
            options.Wait,
            kernels,
            compileBase,
            caseTimeout,
            workFolder,
            seed,
            shard,
            options.Project,
            manifests,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var root = Path.GetFullPath(parsed.GetValue(options.Root)!);
                var request = new GateRunRequest
                {
                    Root = root,
                    Manifests = [.. parsed.GetValue(manifests)!.Select(Path.GetFullPath)],
                    Output = Path.GetFullPath(parsed.GetValue(options.Output)!),
                    WorkFolder = Path.GetFullPath(parsed.GetValue(workFolder)!),
                    Filter = parsed.GetValue(options.Filter),
                    CheckSeed = parsed.GetValue(seed) ?? (ulong)Random.Shared.NextInt64((long)LargestSeed + 1),
                    Override = policy => policy.WithCommandLine(options, parsed),
                    CompileBase = parsed.GetValue(compileBase) is { } response ? Path.GetFullPath(response) : null,
                    Project = options.ProjectOf(parsed, root),
                };
                var hold = GateHold.Of("perfgate run", parsed, options.Wait, cancellation);
                using var folders = hold.Folders(request.Output, request.WorkFolder);
                // Whatever stops this run: an earlier one's results must not read as its own.
                GateOutput.Forget(request.Output, GateStep.Measure);
                var catalog = KernelCatalog.Read(parsed.GetValue(kernels)!);
                var references = new ReferenceSource(options, parsed, root);
                request = request with { Share = Share(parsed.GetValue(shard), request, catalog, references) };
                var policy = request.Override(references.Policy());
                using var device = hold.Device(catalog.Compiled.Device);
                using var gpu = DeviceBackend
                    .Of(catalog.Compiled.Device)
                    .Session(policy.Clocks, Environment.GetEnvironmentVariable);
                using var workers = new WorkerProcess(
                    WorkerProcess.ThisProgram,
                    (gpu?.Environment ?? LockedEnvironment.ForHost()).ApplyTo,
                    TimeSpan.FromSeconds(parsed.GetValue(caseTimeout)),
                    ahead: gpu is not null
                );
                workers.Expect(WorkerMode.Prepare);
                var launcher = gpu?.Watch(workers) ?? workers;
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
                        launcher,
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
