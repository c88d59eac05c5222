using System.CommandLine;
using System.Text;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Prechecking;
using PerfGate.Runner.Processes;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate precheck</c>: which cases need the device, found without one.</summary>
internal static class PrecheckCommand
{
    private const int LongestLine = 400;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var step = new StepOptions();
        var options = step.Gate;
        var device = new Option<string?>("--device")
        {
            Description =
                "The device that was compiled for: cuda, host, or a device that has a baseline, such as nvidia-l4.",
        };
        var command = new Command(
            "precheck",
            "Compares machine code with the base's and names the cases that must be measured. It opens no device."
        )
        {
            step.All,
            options.Filter,
            device,
            step.Manifests,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var request = step.Request(parsed, parsed.GetValue(options.Filter));
                using var folders = GateHold
                    .Of("perfgate precheck", parsed, options.Wait, cancellation)
                    .Folders(request.Output, request.WorkFolder);
                GateOutput.ForgetOnly(request.Output, GateStep.Precheck);
                var catalog = KernelCatalog.Read(parsed.GetValue(step.Kernels)!);
                TrackedKeptFiles.Refuse(request.Root, [request.WorkFolder, request.Cached, .. catalog.Folders]);
                var facts = Facts(
                    parsed.GetValue(device),
                    catalog,
                    ReferenceSource.BaselinesFolder(options, parsed, request.Root)
                );
                var references = new ReferenceSource(options, parsed, request.Root, ReferenceChoice.Base);
                var trial = BaseTrial.Of(request, catalog.Compiled.Device, facts.IsHere ? null : facts.Slug);
                var report = await new PrecheckRun(request, catalog, facts, references, trial)
                    .RunAsync(cancellation)
                    .ConfigureAwait(false);
                JsonFile.Write(
                    Path.Combine(request.Output, "precheck.json"),
                    report,
                    PerfGateJson.Default.PrecheckReport
                );
                AtomicFile.Write(
                    Path.Combine(request.Output, "precheck.md"),
                    Encoding.UTF8.GetBytes(PrecheckMarkdown.Render(report))
                );
                WorkflowOutput.Append(report, Environment.GetEnvironmentVariable);
                Print(report, parsed.InvocationConfiguration.Output);
                return (int)(report.Failed ? ExitCode.Regression : ExitCode.Passed);
            }
        );
        return command;
    }

    // The kernels say for which kind they were compiled; a GPU that is not here is described by its baseline.
    private static DeviceFacts Facts(string? named, KernelCatalog catalog, string baselines) =>
        DeviceSelection.Choose(named is null or "auto" ? catalog.Compiled.Device.Name : named, baselines);

    private static void Print(PrecheckReport report, TextWriter output)
    {
        foreach (var c in report.ToMeasure)
            output.WriteLine(PlainText.LogLine($"measure {c.Name}: {c.Reason}", LongestLine));
        foreach (var finding in report.Resources)
            BuildEnvironment.Print(DiagnosticOf(finding, report), output);
        foreach (var warning in report.Warnings)
            BuildEnvironment.Print(DiagnosticCatalog.VerdictNote(PlainText.LogLine(warning, LongestLine)), output);
        output.WriteLine($"Compared with: {PlainText.LogLine(report.Reference, LongestLine)}");
        output.WriteLine(PrecheckMarkdown.Headline(report));
    }

    private static Diagnostic DiagnosticOf(ResourceFinding finding, PrecheckReport report) =>
        DiagnosticCatalog.MoreResources(
            finding.Kernel,
            finding.Words,
            finding.Accepted,
            report.Action == Core.Policy.ResourceAction.Fail && finding.Accepted is null,
            finding.Source
        );
}
