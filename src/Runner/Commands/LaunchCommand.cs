using System.CommandLine;
using System.Diagnostics;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Sanitizing;

namespace PerfGate.Runner.Commands;

/// <summary>
/// <c>perfgate launch</c>: launches one case, untimed, in this process: what a profiler is put in front of.
/// </summary>
internal static class LaunchCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var kernels = new Option<string>("--kernels")
        {
            Description = "kernels.json, as the compile step wrote it.",
            Required = true,
        };
        var name = new Option<string>("--case") { Description = "The case.", Required = true };
        var times = new Option<int>("--times") { Description = "How often.", DefaultValueFactory = _ => 10 };
        times.Refuse(n => n >= 1, "a number above 0 was expected.");
        var placed = new Option<bool>("--placed")
        {
            Description =
                "Buffers where a measurement of these manifests has them, each place in turn. Otherwise each has "
                    + "memory of its own, so that compute-sanitizer sees where it ends.",
        };
        var bare = new Option<bool>("--bare")
        {
            Description =
                "Only inputs are written, and each buffer is an allocation of its own without guards: what "
                    + "compute-sanitizer wants to see.",
        };
        var root = new GateOptions().Root;
        var work = new Option<string?>("--work")
        {
            Description =
                "Folder in which large inputs are kept for the next launch. Otherwise they are made each time.",
        };
        var wait = GateHold.WaitOption();
        var manifests = ManifestArgument.Create();
        var command = new Command(
            "launch",
            "Launches one case untimed, with the inputs of a measurement: for a profiler such as ncu."
        )
        {
            kernels,
            name,
            times,
            placed,
            bare,
            root,
            work,
            wait,
            manifests,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(bare) && result.GetValue(placed))
                result.AddError("--bare gives each buffer memory of its own and --placed does not. Give one of them.");
        });
        command.SetAction(parsed =>
        {
            var catalog = KernelCatalog.ReadWithModules(parsed.GetRequiredValue(kernels));
            using var held = GateHold.Of("perfgate launch", parsed, wait).Device(catalog.Compiled.Device);
            using var folder = new InputFolder(parsed.GetValue(work));
            Launch(
                catalog,
                parsed.GetRequiredValue(name),
                parsed.GetValue(times),
                parsed.GetValue(bare) ? LaunchForm.Bare
                    : parsed.GetValue(placed) ? LaunchForm.Placed
                    : LaunchForm.Apart,
                Path.GetFullPath(parsed.GetValue(root)!),
                [.. parsed.GetValue(manifests)!.Select(Path.GetFullPath)],
                folder.Path);
        });
        return command;
    }

    private static void Launch(
        KernelCatalog catalog,
        string name,
        int times,
        LaunchForm form,
        string root,
        string[] manifests,
        string inputFolder
    )
    {
        try
        {
            using var device = DeviceSelection.Open(catalog.Compiled.Device);
            var suite = ManifestLoader.Load(manifests, device.Description.Facts(), root);
            if (form == LaunchForm.Placed)
                device.Reserve(suite.Cases.Select(c => c.BufferSizes));
            using var modules = new LoadedModules(device, catalog);
            using var kept = new KeptFiles(inputFolder);
            using var inputs = new InputStore(kept) { Functions = new((root, catalog.Path)) };
            var benchmark = suite.Require(name);
            if (benchmark.Command is { } command)
                throw new PerfGateException(
                    DiagnosticCatalog.BadOption(
                        "--case",
                        name,
                        $"it is a command, which PerfGate does not launch; run {command.Text} by hand."
                    ),
                    ExitCode.Usage);
            var watch = Stopwatch.StartNew();
            if (form == LaunchForm.Bare)
                LaunchBare(device, benchmark, modules, inputs, times);
            else
                LaunchPlaces(device, benchmark, modules, inputs, times, form == LaunchForm.Placed ? device.Layouts : 1);

            Console.WriteLine(
                $"{name}: launched {times} times on {device.Description.Name} in {watch.Elapsed.TotalMilliseconds:F1} "
                    + $"ms of wall time"
            );
        }
        catch (DeviceException e)
        {
            throw new PerfGateException(DiagnosticCatalog.NotLaunched(name, e.Message), ExitCode.Incorrect, e);
        }
    }

    private static void LaunchPlaces(
        IDevice device,
        BenchmarkCase benchmark,
        LoadedModules modules,
        InputStore inputs,
        int times,
        int places
    )
    {
        for (var place = 0; place < places; place++)
        {
            using var setup = new CaseSetup(device, benchmark, modules, inputs, place);
            setup.Fill();
            for (var i = times * place / places; i < times * (place + 1) / places; i++)
                device.Run(setup.Sequence);
        }
    }

    // A second launch on the same buffers would find the outputs of the first.
    private static void LaunchBare(
        IDevice device,
        BenchmarkCase benchmark,
        LoadedModules modules,
        InputStore inputs,
        int times
    )
    {
        for (var i = 0; i < times; i++)
        {
            using var bare = new BareCase(device, benchmark, modules, inputs);
            device.Run(bare.Sequence);
        }
    }

    /// <summary>
    /// Where large inputs lie: where the user said, or in a new folder that nobody else can write to and that goes
    /// afterwards.
    /// </summary>
    private sealed class InputFolder(string? named) : IDisposable
    {
        public string Path { get; } = named is null
            ? Directory.CreateTempSubdirectory("perfgate-launch-").FullName
            : System.IO.Path.GetFullPath(named);

        public void Dispose()
        {
            if (named is null)
                Directory.Delete(Path, recursive: true);
        }
    }

    private enum LaunchForm
    {
        Apart,
        Placed,
        Bare,
    }
}
