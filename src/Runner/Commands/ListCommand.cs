using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate list</c>: what the manifests ask for on a device, and what must be compiled for it.</summary>
internal static class ListCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var manifests = ManifestArgument.Create();
        var device = new Option<string>("--device")
        {
            Description = "auto, cuda, host, or a device that has a baseline, such as nvidia-l4. It need not be here.",
            DefaultValueFactory = _ => "auto",
        };
        var plan = new Option<string?>("--plan")
        {
            Description = "Write what is to be compiled to this file.",
            HelpName = "FILE",
        };
        var options = new GateOptions();
        var (filter, root, baselines) = (options.Filter, options.Root, options.Baselines);
        var unmatched = new Option<bool>("--allow-unmatched")
        {
            Description = "Accept parts of the filter that match no case.",
        };
        var json = SharedOptions.Json();
        var command = new Command("list", "Lists the cases of benchmark manifests and checks the manifests.")
        {
            manifests, device, plan, filter, unmatched, root, baselines, json,
        };
        command.SetAction(parsed =>
        {
            var rootFolder = Path.GetFullPath(parsed.GetValue(root)!);
            var chosen = DeviceSelection.Choose(
                parsed.GetValue(device)!, Path.GetFullPath(parsed.GetValue(baselines) ?? "baselines", rootFolder));
            var (all, wanted, lenient) = (
                ManifestLoader.Load(parsed.GetValue(manifests)!, chosen, parsed.GetValue(root)!),
                parsed.GetValue(filter),
                parsed.GetValue(unmatched)
            );
            var suite = CaseFilter.Apply(all, wanted, lenient);
            // What is measured needs the canaries. What is only to be compared with it, the other commit's cases, does
            // not.
            if (parsed.GetValue(plan) is { } path)
                JsonFile.Write(
                    path,
                    CompilePlanner.Plan(CaseFilter.Apply(all, wanted, lenient, canaries: !lenient)),
                    PerfGateJson.Default.CompilePlan
                );
            foreach (var unfilled in suite.Cases.SelectMany(c => c.Unfilled).Distinct())
                BuildEnvironment.Print(
                    DiagnosticCatalog.UnfilledBuffer(unfilled.At, unfilled.Buffer, unfilled.Kernel)
                );
            foreach (
                var (benchmark, unset) in suite
                    .Cases.SelectMany(c => c.UnsetConstants.Select(u => (c.Benchmark, u)))
                    .Distinct()
            )
                BuildEnvironment.Print(
                    DiagnosticCatalog.UnsetConstant(unset.At, benchmark, unset.Constant, unset.Declared)
                );
            foreach (var weak in suite.Cases.SelectMany(c => c.WeakBounds).Distinct())
                BuildEnvironment.Print(DiagnosticCatalog.WeakBound(weak.At, weak.Output, weak.Relative));
            foreach (var stale in suite.Cases.Select(c => c.Tune?.Stale).OfType<StaleTuning>().Distinct())
                BuildEnvironment.Print(
                    DiagnosticCatalog.StaleTuning(stale.At, stale.Benchmark, stale.File, stale.Why, stale.IsUsed)
                );
            if (parsed.GetValue(json))
                CaseListing.WriteJson(suite, Console.Out);
            else if (Console.IsOutputRedirected)
                CaseListing.WriteLines(suite, Console.Out);
            else
                CaseListing.WriteTable(suite, Spectre.Console.AnsiConsole.Console);
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
