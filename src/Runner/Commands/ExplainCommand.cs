using System.CommandLine;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Explaining;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate explain</c>: why a case is slower, by counters and machine code.</summary>
internal static class ExplainCommand
{
    private const int LongestLine = 1_000;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var step = new StepOptions();
        var gate = step.Gate;
        var name = new Option<string?>("--case")
        {
            Description = "Only this case, or cases that match. Otherwise every proven regression of the last verdict.",
        };
        var against = new Option<string?>("--against")
        {
            Description =
                "Another case of the same sources to compare with, rather than the base's case of the same name.",
        };
        var automatic = new Option<bool>("--automatic")
        {
            Description =
                "As the gate does: only where the policy wants it, there are regressions, and counters can be had.",
        };
        var command = new Command(
            "explain",
            "Explains why cases are slower than the base's, by counters and machine code, and writes explain.json."
        )
        {
            name,
            against,
            automatic,
            step.All,
            step.Manifests,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(against) is not null && result.GetValue(name) is null)
                result.AddError("--against compares one case with another. Name the first one with --case.");
        });
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var request = step.Request(parsed, parsed.GetValue(name));
                var hold = GateHold.Of("perfgate explain", parsed, gate.Wait, cancellation);
                using var folders = hold.Folders(request.Output, request.WorkFolder);
                GateOutput.ForgetOnly(request.Output, GateStep.Explain);
                var catalog = KernelCatalog.ReadWithModules(parsed.GetValue(step.Kernels)!);
                var verdict = VerdictIn(request.Output);
                var asked = new ExplainRequest(request, catalog, verdict) { Against = parsed.GetValue(against) };
                if (parsed.GetValue(automatic) && asked.WhyNotAutomatic() is { } why)
                {
                    Console.WriteLine($"Nothing is explained: {why}.");
                    return (int)ExitCode.Passed;
                }

                // Machine code is compared without the device; counters are the GPU's.
                using var device = catalog.Compiled.Device.HasNvidiaTools ? hold.Device(catalog.Compiled.Device) : null;
                var references = new ReferenceSource(gate, parsed, request.Root, ReferenceChoice.Base);
                var report = await asked.RunAsync(references, cancellation).ConfigureAwait(false);
                JsonFile.Write(
                    Path.Combine(request.Output, ExplainReport.FileName),
                    report,
                    PerfGateJson.Default.ExplainReport
                );
                Print(report, parsed.InvocationConfiguration.Output);
                return (int)ExitCode.Passed;
            }
        );
        return command;
    }

    private static Verdict? VerdictIn(string folder) =>
        new GateFiles(folder).Verdict is var path && InputFile.IsThere(path)
            ? JsonFile.Read(path, PerfGateJson.Default.Verdict, "verdict.schema.json")
            : null;

    private static void Print(ExplainReport report, TextWriter output)
    {
        foreach (var explained in report.Cases)
        {
            output.WriteLine($"{explained.Name}:");
            foreach (var sentence in explained.Sentences)
                output.WriteLine(PlainText.LogLine($"  {ExplainWords.WithCounters(sentence)}", LongestLine));
            foreach (var block in explained.Kernels.SelectMany(k => k.Code?.Blocks ?? []).Take(1))
            {
                output.WriteLine($"  {CodeWords.Title(block)}");
                foreach (var line in block.Lines)
                    output.WriteLine(PlainText.LogLine($"    {line}", LongestLine));
            }
        }

        output.WriteLine($"Compared with: {PlainText.LogLine(report.Reference, LongestLine)}");
    }
}
