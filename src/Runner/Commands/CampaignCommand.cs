using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Campaigns;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate campaign</c>: how often the gate is wrong on this device.</summary>
internal static class CampaignCommand
{
    private const double LongestCase = 300;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var (gate, own) = (new GateOptions(), new CampaignOptions());
        var command = new Command(
            "campaign",
            "Holds gates over code that did not change and over planted slow-downs, and counts the wrong ones."
        )
        {
            own.Minutes,
            own.Gates,
            gate.Filter,
            own.Kinds,
            own.Effects,
            own.Folder,
            own.Device,
            own.CompileBase,
            own.Commit,
            gate.Root,
            gate.Policy,
            gate.Tolerance,
            gate.Clocks,
            gate.Wait,
        };
        command.Subcommands.Add(CampaignReportCommand.Create());
        command.SetAction((parsed, cancellation) => RunAsync(gate, own, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        GateOptions gate,
        CampaignOptions own,
        ParseResult parsed,
        CancellationToken cancellation
    )
    {
        var watch = Stopwatch.StartNew();
        var root = Path.GetFullPath(parsed.GetValue(gate.Root)!);
        var settings = BuildSettings.Find(root, parsed.GetValue(own.CompileBase));
        var cached = Path.Combine(settings.Folder, "measuring");
        var hold = GateHold.Of("perfgate campaign", parsed, gate.Wait, cancellation);
        using var folders = hold.Folders(settings.Folder, cached);
        var device = DeviceSelection.Choose(parsed.GetValue(own.Device)!);
        var policy = ReferenceSource.ReadPolicyFile(parsed.GetValue(gate.Policy), root).WithCommandLine(gate, parsed);
        var (effects, kinds) = (
            own.EffectsOf(parsed, CaseSettings.ToleranceOf(policy, device.Kind)),
            own.KindsOf(parsed)
        );
        using var locked = hold.Device(device.Kind);
        using var gpu = DeviceBackend.Of(device.Kind).Session(policy.Clocks, Environment.GetEnvironmentVariable);
        using var workers = new WorkerProcess(
            WorkerProcess.ThisProgram,
            (gpu?.Environment ?? LockedEnvironment.ForHost()).ApplyTo,
            TimeSpan.FromSeconds(LongestCase),
            ahead: gpu is not null
        );
        var output = parsed.InvocationConfiguration.Output;
        var setting = new CampaignSetting
        {
            Root = root,
            Manifests = settings.Manifests,
            Response = settings.Response,
            Folder = Path.Combine(settings.Folder, "campaign"),
            Cached = cached,
            Device = device,
            Policy = policy,
            Filter = parsed.GetValue(gate.Filter),
            Commit =
                parsed.GetValue(own.Commit)
                ?? ReferenceSource.StateOf(root, Path.Combine(root, "baselines"))?.Commit,
            Launcher = gpu?.Watch(workers) ?? workers,
            Progress = new TuneProgress(output),
        };
        var path = Path.Combine(Path.GetFullPath(parsed.GetValue(own.Folder)!), $"{device.Slug}.jsonl");
        try
        {
            var budget = new CampaignBudget(
                parsed.GetValue(own.Minutes) * 60,
                parsed.GetValue(own.Gates) ?? int.MaxValue,
                watch
            );
            var plan = new CampaignPlan(setting.Commit, effects, kinds);
            await HoldAsync(setting, path, budget, plan, output, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new PerfGateException(DiagnosticCatalog.CampaignCancelled(path), ExitCode.Environment);
        }

        return (int)ExitCode.Passed;
    }

    private static async Task HoldAsync(
        CampaignSetting setting,
        string path,
        CampaignBudget budget,
        CampaignPlan plan,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        output.WriteLine("Compiling the kernels as they are, and with delays.");
        var kernels = await CampaignKernels.CompileAsync(setting, cancellation).ConfigureAwait(false);
        foreach (var (name, why) in kernels.LeftOut)
            output.WriteLine($"{name} is left out: {why}");
        output.WriteLine("Preparing the device and the expected outputs.");
        var device = await CampaignGate.PrepareAsync(setting, kernels, cancellation).ConfigureAwait(false);
        foreach (var failed in device.Cases)
            output.WriteLine($"{failed.Name} is left out: {failed.Reason}");
        using var file = JsonLines.Open(path, CampaignJson.Default.CampaignRecord);
        if (file.Ignored is { } ignored)
            output.WriteLine($"The file of an earlier session is read, except {ignored}.");
        if (!file.Records.IsEmpty)
            output.WriteLine(
                $"{Numbers.Things(file.Records.Select(r => r.Gate).Distinct().Count(), "gate")} of earlier sessions: "
                    + "the file is continued."
            );
        var before = file.Records.Length;
        var compiler = KernelCatalog.Read(kernels.Original.Kernels).Compiled.Compiler;
        var gates = await new CampaignRun(
            new CampaignGate(setting, kernels, device),
            CampaignPlace.Here(device, compiler, setting.Commit),
            plan,
            output
        )
            .RunAsync(file, budget, cancellation)
            .ConfigureAwait(false);
        var verdicts = file.Records.Length - before;
        var seconds = budget.Watch.Elapsed.TotalSeconds;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Numbers.Things(gates, "gate")} and {Numbers.Things(verdicts, "case verdict")} in {seconds:0} s"
            )
                + (
                    verdicts == 0
                        ? "."
                        : string.Create(CultureInfo.InvariantCulture, $", {seconds / verdicts:0.00} s a verdict.")
                )
        );
        output.WriteLine($"File: {path}");
    }
}
