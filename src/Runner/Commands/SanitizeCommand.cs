using System.Collections.Immutable;
using System.CommandLine;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Processes;
using PerfGate.Runner.Sanitizing;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate sanitize</c>: runs the kernels that changed under compute-sanitizer.</summary>
internal static class SanitizeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var (step, own) = (new StepOptions(), new SanitizeOptions());
        var gate = step.Gate;
        var command = new Command(
            "sanitize",
            "Runs the kernels whose machine code changed under compute-sanitizer and writes sanitize.json."
        )
        {
            step.All,
            gate.Filter,
            gate.Reference,
            own.WithLines,
            own.All,
            own.Tools,
            own.CaseTimeout,
            own.Jobs,
            own.SkipWithoutGpu,
            step.Manifests,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var request = step.Request(parsed, parsed.GetValue(gate.Filter));
                var plan = new SanitizePlan(
                    request.Root,
                    request.Output,
                    SanitizeOptions.ToolsIn(parsed.GetValue(own.Tools)!),
                    SanitizeOptions.AtLeastOne("--jobs", parsed.GetValue(own.Jobs))
                );
                var hold = GateHold.Of("perfgate sanitize", parsed, gate.Wait, cancellation);
                using var folders = hold.Folders(plan.Output, request.WorkFolder);
                GateOutput.ForgetOnly(plan.Output, GateStep.Sanitize);
                var catalog = KernelCatalog.ReadWithModules(parsed.GetValue(step.Kernels)!);
                if (!catalog.Compiled.Device.HasNvidiaTools)
                    return WithoutGpu(catalog.Compiled.Device, parsed.GetValue(own.SkipWithoutGpu));
                // The processes under compute-sanitizer share the device among each other, and with nobody else.
                using var held = hold.Device(catalog.Compiled.Device);
                var sanitizer = ComputeSanitizer.Find(Environment.GetEnvironmentVariable);
                var device = DeviceSelection.Choose(catalog.Compiled.Device.Name);
                var cases = CaseFilter
                    .Apply(ManifestLoader.Load(request.Manifests, device, request.Root), request.Filter)
                    .Cases.Where(c => c.Role == CaseRole.Case)
                    .ToImmutableArray();
                var selection = parsed.GetValue(own.All)
                    ? SanitizeSelection.All(cases, "all cases, because --all was given")
                    : await SanitizeSelection
                        .AgainstAsync(
                            cases,
                            catalog,
                            device,
                            request.Root,
                            new ReferenceSource(gate, parsed, request.Root).Resolve(DeviceSelection.GpuSlug()),
                            BaseTrial.Of(request, catalog.Compiled.Device),
                            cancellation
                        )
                        .ConfigureAwait(false);
                Console.WriteLine(
                    $"Sanitizing {selection.Cases.Count(c => c.NotRun is null)} of {selection.Cases.Length} cases: "
                        + $"{selection.Reason}"
                );
                var launch = new SanitizedLaunch(
                    sanitizer,
                    LaunchOf(parsed.GetValue(own.WithLines) ?? catalog.Path, request),
                    TimeSpan.FromSeconds(SanitizeOptions.AtLeastOne("--case-timeout", parsed.GetValue(own.CaseTimeout)))
                );
                using var run = new SanitizeRun(launch, plan, catalog, device.ComputeCapability);
                var report = new SanitizeReport
                {
                    Version = sanitizer.Version,
                    ComputeCapability = device.ComputeCapability,
                    Selection = selection.Reason,
                    Cases = await run.RunAsync(selection.Cases, Console.WriteLine, cancellation).ConfigureAwait(false),
                };
                return Tell(report, Path.Combine(plan.Output, "sanitize.json"));
            }
        );
        return command;
    }

    /// <summary>Writes a report, prints its table and its diagnostics, and says what to exit with.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">Where it goes.</param>
    internal static int Tell(SanitizeReport report, string path)
    {
        JsonFile.Write(path, report, PerfGateJson.Default.SanitizeReport);
        SanitizeTable.Print(AnsiConsole.Console, report);
        foreach (var diagnostic in SanitizeDiagnostics.Of(report))
            BuildEnvironment.Print(diagnostic);
        return (int)(report.Failed ? ExitCode.Incorrect : ExitCode.Passed);
    }

    private static int WithoutGpu(DeviceKind device, bool skip)
    {
        if (!skip)
            throw new PerfGateException(DiagnosticCatalog.SanitizerNeedsGpu(device.Name), ExitCode.Environment);
        BuildEnvironment.Print(DiagnosticCatalog.NotSanitized(device.Name));
        return (int)ExitCode.Passed;
    }

    private static ImmutableArray<string> LaunchOf(string kernels, GateRunRequest request) =>
        [
            .. WorkerProcess.ThisProgram.SkipLast(1),
            "launch",
            "--bare",
            "--times",
            "1",
            "--kernels",
            Path.GetFullPath(kernels),
            "--root",
            request.Root,
            "--work",
            Path.Combine(request.WorkFolder, "inputs"),
            .. request.Manifests,
        ];
}
