using System.CommandLine;
using System.Diagnostics;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate launch</c>: launches one case, untimed, in this process: what a profiler is put in front of.</summary>
internal static class LaunchCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var kernels = new Option<string>("--kernels") { Description = "kernels.json, as the compile step wrote it.", Required = true };
        var name = new Option<string>("--case") { Description = "The case.", Required = true };
        var times = new Option<int>("--times") { Description = "How often.", DefaultValueFactory = _ => 10 };
        var placed = new Option<bool>("--placed")
        {
            Description = "Buffers where a measurement of these manifests has them, each place in turn. Otherwise each has memory of its own, so that compute-sanitizer sees where it ends.",
        };
        var root = new Option<string>("--root")
        {
            Description = "Root of the repository; sources are named relative to it.",
            DefaultValueFactory = _ => Directory.GetCurrentDirectory(),
        };
        var manifests = ManifestArgument.Create();
        var command = new Command("launch", "Launches one case untimed, with the inputs of a measurement: for a profiler such as ncu.")
        {
            kernels, name, times, placed, root, manifests,
        };
        command.SetAction(parsed => Launch(
            KernelCatalog.Read(parsed.GetRequiredValue(kernels)),
            parsed.GetRequiredValue(name),
            parsed.GetValue(times),
            parsed.GetValue(placed),
            Path.GetFullPath(parsed.GetValue(root)!),
            [.. parsed.GetValue(manifests)!.Select(Path.GetFullPath)]));
        return command;
    }

    private static void Launch(KernelCatalog catalog, string name, int times, bool placed, string root, string[] manifests)
    {
        try
        {
            using var device = DeviceSelection.Open(catalog.Compiled.Device);
            var suite = ManifestLoader.Load(manifests, device.Description.Facts(), root);
            if (placed)
                device.Reserve(suite.Cases.Select(c => c.BufferSizes));
            using var modules = new LoadedModules(device, catalog);
            using var kept = new KeptFiles(Path.GetTempPath());
            using var inputs = new InputStore(kept);
            var places = placed ? device.Places : 1;
            var watch = Stopwatch.StartNew();
            for (var place = 0; place < places; place++)
            {
                using var setup = new CaseSetup(device, suite.Require(name), modules, inputs, place);
                setup.Fill();
                for (var i = times * place / places; i < times * (place + 1) / places; i++)
                    device.Run(setup.Sequence);
            }

            Console.WriteLine($"{name}: launched {times} times on {device.Description.Name} in {watch.Elapsed.TotalMilliseconds:F1} ms of wall time");
        }
        catch (DeviceException e)
        {
            throw new PerfGateException(DiagnosticCatalog.NotLaunched(name, e.Message), ExitCode.Incorrect, e);
        }
    }
}
