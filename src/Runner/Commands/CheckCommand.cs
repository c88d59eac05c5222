using System.CommandLine;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate check</c>: whether kernels are right, without timing them.</summary>
internal static class CheckCommand
{
    private const string Target = "PerfGateCheck";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var options = new GateOptions();
        var kernels = new Option<string?>("--kernels")
        {
            Description =
                "Check what is compiled already: the kernels.json of the compile step. Name the manifests too.",
        };
        var work = SharedOptions.Work("Folder for what is kept between checks: inputs and expected outputs.");
        var command = new Command("check", "Compiles a project's kernels and checks their results. Nothing is timed.")
        {
            options.Filter,
            kernels,
            options.Root,
            work,
            options.Wait,
        };
        var arguments = BuildArguments.AddTo(command, kernels);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var filter = parsed.GetValue(options.Filter);
                if (parsed.GetValue(kernels) is not { } compiled)
                    return BuildArguments.Build(
                        parsed.GetValue(arguments)!, Target, "check", [("PerfGateFilter", filter)]);
                var request = new GateRunRequest
                {
                    Root = Path.GetFullPath(parsed.GetValue(options.Root)!),
                    Manifests = [.. parsed.GetValue(arguments)!.Select(Path.GetFullPath)],
                    Output = Path.GetFullPath(parsed.GetValue(work)!),
                    WorkFolder = Path.GetFullPath(parsed.GetValue(work)!),
                    Filter = filter,
                    CheckSeed = SharedOptions.AnySeed(),
                    Override = policy => policy,
                };
                var hold = GateHold.Of("perfgate check", parsed, options.Wait, cancellation);
                using var folders = hold.Folders(request.WorkFolder);
                var catalog = KernelCatalog.ReadWithModules(compiled);
                return (int)await CheckAsync(request, catalog, hold, cancellation).ConfigureAwait(false);
            }
        );
        return command;
    }

    private static async Task<ExitCode> CheckAsync(
        GateRunRequest request,
        KernelCatalog catalog,
        GateHold hold,
        CancellationToken cancellation
    )
    {
        Directory.CreateDirectory(request.WorkFolder);
        using var held = hold.Device(catalog.Compiled.Device);
        using var workers = new WorkerProcess(
            WorkerProcess.ThisProgram,
            LockedEnvironment.ForHost().ApplyTo,
            TimeSpan.FromSeconds(300),
            ahead: false
        );
        var cases = await new CaseChecks(request, catalog, workers).RunAsync(cancellation).ConfigureAwait(false);
        foreach (var line in cases.Select(Line))
            Console.WriteLine(line);
        var faults = cases
            .Select(c => (Case: c, Fault: c.Fault(PlaceOf(c.Benchmark, catalog))))
            .Where(f => f.Fault is not null)
            .ToList();
        foreach (var (_, fault) in faults)
            BuildEnvironment.Print(fault!);
        var right = cases.Count(c => c.Result?.Status == CaseStatus.Measured);
        var skipped = cases.Count(c => c.Result is null);
        Console.WriteLine(
            $"Checked on {catalog.Compiled.Device.Name}, not timed: {right} right, {faults.Count} wrong"
                + $"{(skipped > 0 ? $", {skipped} skipped" : "")}."
        );
        return faults.Count == 0 ? ExitCode.Passed
            : faults.All(f => f.Case.Result!.Status == CaseStatus.NotRun) ? ExitCode.Environment
            : ExitCode.Incorrect;
    }

    private static SourceLocation? PlaceOf(BenchmarkCase benchmark, KernelCatalog catalog) =>
        benchmark.Command is null
        && catalog
            .Compiled.Modules.Where(m => m.Source == benchmark.Source && m.Kind == benchmark.LaunchedFrom)
            .SelectMany(m => m.Kernels)
            .FirstOrDefault(k => k.Name == benchmark.Launches[0].Kernel)
            is { } kernel
            ? new(kernel.File ?? benchmark.Source, kernel.Line)
            : benchmark.DeclaredAt;

    private static string Line(CheckedCase found) =>
        found switch
        {
            { Result: null } => $"{found.Benchmark.Name}: skipped: {found.Benchmark.SkipReason}",
            { Result.Status: CaseStatus.Measured, Benchmark: { Command: not null, Check.Files.IsEmpty: true } } =>
                $"{found.Benchmark.Name}: runs (observed, its outputs are not checked)",
            { Result.Status: CaseStatus.Measured } => $"{found.Benchmark.Name}: right ({Errors(found)})",
            _ => $"{found.Benchmark.Name}: wrong",
        };

    private static string Errors(CheckedCase found) =>
        string.Join(", ", found.Result!.Checks.Select(c => $"{c.Buffer}: {Error(c, found.Benchmark)}"));

    // In the measure that its manifest bounds.
    private static string Error(OutputCheck check, BenchmarkCase benchmark)
    {
        var bound = benchmark.Check.Outputs.First(o => o.Buffer == check.Buffer);
        if (bound is { Relative: null, Absolute: null })
            return "the same";
        return bound.Relative is { } relative
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"relative error {check.RelativeError:0.#e+0} of at most {relative:0.#e+0}"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"largest difference {check.MaximumAbsoluteError:0.###e+0} of at most {bound.Absolute:0.###e+0}"
            );
    }
}
