using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
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
        var gate = new GateOptions();
        var own = new SanitizeOptions();
        var manifests = ManifestArgument.Create();
        var command = new Command(
            "sanitize",
            "Runs the kernels whose machine code changed under compute-sanitizer and writes sanitize.json."
        )
        {
            gate.Output,
            gate.Root,
            gate.Policy,
            gate.Baselines,
            gate.Filter,
            gate.Reference,
            gate.Base,
            own.Kernels,
            own.WithLines,
            own.CompileBase,
            own.WorkFolder,
            own.All,
            own.Tools,
            own.CaseTimeout,
            own.Jobs,
            own.SkipWithoutGpu,
            gate.Wait,
            manifests,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var root = Path.GetFullPath(parsed.GetValue(gate.Root)!);
                var paths = parsed.GetValue(manifests)!.Select(Path.GetFullPath).ToImmutableArray();
                var plan = new SanitizePlan(
                    root,
                    Path.GetFullPath(parsed.GetValue(gate.Output)!),
                    SanitizeOptions.ToolsIn(parsed.GetValue(own.Tools)!),
                    SanitizeOptions.AtLeastOne("--jobs", parsed.GetValue(own.Jobs))
                );
                var work = Path.GetFullPath(parsed.GetValue(own.WorkFolder)!);
                var hold = GateHold.Of("perfgate sanitize", parsed, gate.Wait, cancellation);
                using var folders = hold.Folders(plan.Output, work);
                GateOutput.ForgetOnly(plan.Output, GateStep.Sanitize);
                var catalog = KernelCatalog.Read(parsed.GetValue(own.Kernels)!);
                if (catalog.Compiled.Device != DeviceKind.Cuda)
                    return WithoutGpu(catalog.Compiled.Device, parsed.GetValue(own.SkipWithoutGpu));
                // The processes under compute-sanitizer share the device among each other, and with nobody else.
                using var held = hold.Device(DeviceKind.Cuda);
                var sanitizer = ComputeSanitizer.Find(Environment.GetEnvironmentVariable);
                var device = DeviceSelection.Choose(DeviceKind.Cuda.Name);
                var cases = CaseFilter
                    .Apply(ManifestLoader.Load(paths, device, root), parsed.GetValue(gate.Filter))
                    .Cases.Where(c => c.Role == CaseRole.Case)
                    .ToImmutableArray();
                var selection = parsed.GetValue(own.All)
                    ? SanitizeSelection.All(cases, "all cases, because --all was given")
                    : await SelectAsync(gate, own, parsed, root, paths, catalog, device, cases, cancellation)
                        .ConfigureAwait(false);
                Console.WriteLine(
                    $"Sanitizing {selection.Cases.Count(c => c.NotRun is null)} of {selection.Cases.Length} cases: "
                        + $"{selection.Reason}"
                );
                var launch = new SanitizedLaunch(
                    sanitizer,
                    LaunchOf(parsed.GetValue(own.WithLines) ?? catalog.Path, root, Path.Combine(work, "inputs"), paths),
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

    private static async Task<SanitizeSelection> SelectAsync(
        GateOptions gate,
        SanitizeOptions own,
        ParseResult parsed,
        string root,
        ImmutableArray<string> manifests,
        KernelCatalog catalog,
        DeviceFacts device,
        ImmutableArray<BenchmarkCase> cases,
        CancellationToken cancellation
    )
    {
        var request = new GateRunRequest
        {
            Root = root,
            Manifests = manifests,
            Output = Path.GetFullPath(parsed.GetValue(gate.Output)!),
            WorkFolder = Path.GetFullPath(parsed.GetValue(own.WorkFolder)!),
            Override = policy => policy,
            CompileBase = parsed.GetValue(own.CompileBase) is { } response ? Path.GetFullPath(response) : null,
        };
        var resolved = new ReferenceSource(gate, parsed, root).Resolve(DeviceSelection.GpuSlug());
        return await SanitizeSelection
            .AgainstAsync(cases, catalog, device, root, resolved, BaseTrial.Of(request, DeviceKind.Cuda), cancellation)
            .ConfigureAwait(false);
    }

    private static ImmutableArray<string> LaunchOf(
        string kernels,
        string root,
        string inputs,
        ImmutableArray<string> manifests
    ) =>
        [
            .. WorkerProcess.ThisProgram.SkipLast(1),
            "launch",
            "--bare",
            "--times",
            "1",
            "--kernels",
            Path.GetFullPath(kernels),
            "--root",
            root,
            "--work",
            inputs,
            .. manifests,
        ];
}

/// <summary>The options of <c>perfgate sanitize</c> alone.</summary>
internal sealed class SanitizeOptions
{
    /// <summary>The compiled kernels.</summary>
    public Option<string> Kernels { get; } = new("--kernels")
    {
        Description = "The kernels.json that the compile step wrote: it says which kernels changed.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "perfgate", "kernels.json"),
    };

    /// <summary>The same kernels with line numbers.</summary>
    public Option<string?> WithLines { get; } =
        new("--with-lines")
        {
            Description =
                "kernels.json of the same kernels compiled with -lineinfo: these are run. Without it findings are "
                    + "reported at the kernel's __global__ line.",
        };

    /// <summary>Compiles the base.</summary>
    public Option<string?> CompileBase { get; } =
        new("--compile-base")
        {
            Description = "Response file for 'dotnet msbuild' that compiles the base's kernels; the build writes it.",
        };

    /// <summary>Folder of the base's kernels.</summary>
    public Option<string> WorkFolder { get; } = new("--work")
    {
        Description = "Folder for what is kept between runs: the base's kernels.",
        DefaultValueFactory = _ => Path.Combine("obj", "perfgate"),
    };

    /// <summary>Whether unchanged kernels are run too.</summary>
    public Option<bool> All { get; } = new("--all") { Description = "Run the kernels that did not change too." };

    /// <summary>The tools.</summary>
    public Option<string> Tools { get; } = new("--tools")
    {
        Description = "The tools of compute-sanitizer, separated by commas.",
        DefaultValueFactory = _ => string.Join(',', Enum.GetValues<SanitizerTool>().Select(SanitizeDiagnostics.NameOf)),
    };

    /// <summary>Time limit, seconds.</summary>
    public Option<int> CaseTimeout { get; } =
        new("--case-timeout")
        {
            Description = "Seconds that one tool may spend on one case.",
            DefaultValueFactory = _ => 300,
        };

    /// <summary>Processes at the same time.</summary>
    public Option<int> Jobs { get; } = new("--jobs")
    {
        Description = "How many processes run on the GPU at the same time. One that fails is repeated alone.",
        DefaultValueFactory = _ => 4,
    };

    /// <summary>Whether a host build is not an error.</summary>
    public Option<bool> SkipWithoutGpu { get; } =
        new("--skip-without-gpu")
        {
            Description = "Kernels that were compiled for the host device are a warning and no error.",
        };

    /// <summary>Reads the names of tools.</summary>
    /// <exception cref="PerfGateException">PG9013: there is no such tool, or none is named.</exception>
    public static ImmutableArray<SanitizerTool> ToolsIn(string text)
    {
        var known = Enum.GetValues<SanitizerTool>().ToDictionary(SanitizeDiagnostics.NameOf, StringComparer.Ordinal);
        var names = text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .ToArray();
        return names.Length > 0 && names.All(known.ContainsKey)
            ? [.. names.Select(n => known[n]).Order()]
            : throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    "--tools",
                    text,
                    $"names out of {string.Join(", ", known.Keys)} were expected, separated by commas."
                ),
                ExitCode.Usage
            );
    }

    /// <summary>A number of at least one.</summary>
    /// <exception cref="PerfGateException">PG9013: it is smaller.</exception>
    public static int AtLeastOne(string option, int value) =>
        value >= 1
            ? value
            : throw new PerfGateException(
                DiagnosticCatalog.BadOption(
                    option,
                    value.ToString(CultureInfo.InvariantCulture),
                    "a number of at least 1 was expected."
                ),
                ExitCode.Usage
            );
}
