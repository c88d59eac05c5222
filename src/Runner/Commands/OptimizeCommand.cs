using System.CommandLine;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Publishing;
using PerfGate.Core.Reports;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Optimizing;
using PerfGate.Runner.Tuning;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate optimize</c>: from baselines and a candidate to a publication, in phases.</summary>
internal static class OptimizeCommand
{
    private const string Target = "PerfGateOptimize";
    private const int DefaultRuns = 10;
    private const int DefaultEvaluations = 100;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var (gate, tune, own) = (new GateOptions(), new TuneOptions(), new PublicationOptions());
        var arguments = new Argument<string[]>("PROJECT")
        {
            Description =
                "A project or a folder with one, first; default: this folder. What follows goes to dotnet build. With "
                + "--compile: the *.bench.json files.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "optimize",
            "Finds the fastest baseline, tunes a candidate, compares both at all shapes and writes a publication."
        )
        {
            own.Candidate,
            own.Baseline,
            own.Manifests,
            own.Scope,
            own.FixedShape,
            own.Title,
            own.Authors,
            own.Includes,
            tune.Strategy,
            tune.Evaluations,
            tune.Seconds,
            tune.Seed,
            gate.Runs,
            tune.Device,
            tune.Compile,
            gate.Output,
            gate.Root,
            gate.Policy,
            gate.Tolerance,
            gate.Clocks,
            tune.Work,
            gate.Wait,
            arguments,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(own.Candidate) is null || result.GetValue(own.Baseline) is null)
                result.AddError(
                    "Name two benchmarks: --candidate NAME, and --baseline NAME, which may be several names separated "
                        + "by commas."
                );
            if (result.GetValue(tune.Compile) is not null && result.GetValue(arguments) is null or [])
                result.AddError("--compile needs the manifests of the kernels. Name the *.bench.json files.");
        });
        command.SetAction(
            async (parsed, cancellation) =>
                parsed.GetValue(tune.Compile) is { } response
                    ? await RunAsync(gate, tune, own, parsed, response, parsed.GetValue(arguments)!, cancellation)
                        .ConfigureAwait(false)
                    : BuildArguments.Build(
                        parsed.GetValue(arguments)!,
                        Target,
                        "optimize",
                        Properties(gate, tune, own, parsed)
                    )
        );
        return command;
    }

    private static IEnumerable<(string Name, string? Value)> Properties(
        GateOptions gate,
        TuneOptions tune,
        PublicationOptions own,
        ParseResult parsed
    ) =>
        [
            ("PerfGateOptimizeCandidate", parsed.GetValue(own.Candidate)),
            ("PerfGateOptimizeBaseline", parsed.GetValue(own.Baseline)),
            (
                "PerfGateOptimizeManifests",
                string.Join(';', (parsed.GetValue(own.Manifests) ?? []).Select(Path.GetFullPath))
            ),
            ("PerfGateOptimizeScope", parsed.GetValue(own.Scope) is { } scope ? Adoption.Lower($"{scope}") : null),
            ("PerfGateOptimizeShape", parsed.GetValue(own.FixedShape)),
            ("PerfGateOptimizeTitle", parsed.GetValue(own.Title)),
            ("PerfGateOptimizeAuthors", string.Join(';', parsed.GetValue(own.Authors) ?? [])),
            ("PerfGateRuns", FormattableString.Invariant($"{parsed.GetValue(gate.Runs)}")),
            .. tune.Properties(parsed),
        ];

    private static async Task<int> RunAsync(
        GateOptions gate,
        TuneOptions tune,
        PublicationOptions own,
        ParseResult parsed,
        string response,
        string[] manifests,
        CancellationToken cancellation
    )
    {
        var root = Path.GetFullPath(parsed.GetValue(gate.Root)!);
        var results = Path.GetFullPath(parsed.GetValue(gate.Output)!);
        var output = Path.Combine(results, GateOutput.OptimizeFolder);
        var work = Path.GetFullPath(parsed.GetValue(tune.Work)!);
        var hold = GateHold.Of("perfgate optimize", parsed, gate.Wait, cancellation);
        using var folders = hold.Folders(results, work);
        var device = DeviceSelection.Choose(parsed.GetValue(tune.Device)!);
        var policy = ReferenceSource.ReadPolicyFile(parsed.GetValue(gate.Policy), root).WithCommandLine(gate, parsed);
        if (parsed.GetValue(gate.Runs) is null)
            policy = policy with
            {
                Runs = new() { Minimum = DefaultRuns, Maximum = DefaultRuns },
            };
        using var lockOfDevice = hold.Device(device.Kind);
        using var gpu = DeviceBackend.Of(device.Kind).Session(policy.Clocks, Environment.GetEnvironmentVariable);
        using var workers = new WorkerProcess(
            WorkerProcess.ThisProgram,
            (gpu?.Environment ?? LockedEnvironment.ForHost()).ApplyTo,
            TimeSpan.FromSeconds(300),
            ahead: gpu is not null
        );
        var project = new TuneSetting
        {
            Root = root,
            Manifests =
            [
                .. manifests.Concat(parsed.GetValue(own.Manifests) ?? []).Select(Path.GetFullPath).Distinct(),
            ],
            Response = Path.GetFullPath(response),
            Device = device,
            Policy = policy,
            Git = ReferenceSource.StateOf(root, Path.Combine(root, "baselines")),
            Launcher = gpu?.Watch(workers) ?? workers,
            Progress = new TuneProgress(Console.Out),
        };
        var progress = new ConsoleProgress(
            AnsiConsole.Console,
            policy.DevicePricePerHour,
            policy.Currency,
            policy.Runs.Maximum
        );
        var run = new OptimizeRun(Asked(tune, own, parsed, project), output, work, progress, Console.Out);
        try
        {
            Print(await run.AllAsync(cancellation).ConfigureAwait(false), output);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new PerfGateException(DiagnosticCatalog.OptimizeCancelled(run.LogPath), ExitCode.Environment);
        }

        return (int)ExitCode.Passed;
    }

    private static OptimizeSetting Asked(
        TuneOptions tune,
        PublicationOptions own,
        ParseResult parsed,
        TuneSetting project
    ) =>
        new()
        {
            Project = project,
            Candidate = parsed.GetValue(own.Candidate)!,
            Baselines =
            [
                .. parsed
                    .GetValue(own.Baseline)!
                    .Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Distinct(StringComparer.Ordinal),
            ],
            Scope = parsed.GetValue(own.Scope) ?? OptimizeScope.Full,
            FixedShape = parsed.GetValue(own.FixedShape),
            Effort = new(
                parsed.GetValue(tune.Strategy) ?? TuningStrategy.Local,
                parsed.GetValue(tune.Seed) ?? 1,
                parsed.GetValue(tune.Evaluations) ?? DefaultEvaluations,
                parsed.GetValue(tune.Seconds)
            ),
            Title = parsed.GetValue(own.Title),
            Authors = [.. parsed.GetValue(own.Authors) ?? []],
            Includes = [.. (parsed.GetValue(own.Includes) ?? []).Select(Path.GetFullPath)],
        };

    private static void Print(SpeedClaims claims, string output)
    {
        var claim = claims.Fixed;
        Console.WriteLine(
            FormattableString.Invariant(
                $"{claims.Candidate} is {claim.Speedup:0.000} times as fast as {claims.Baseline}{At(claim.Shape)}"
            )
        );
        Console.WriteLine($"tier: {TierDecision.Name(claim.Tier)}");
        // What the next tier lacks; the report has the rest.
        foreach (var missed in claim.Missed.Where(m => m.Tier == claim.Missed[0].Tier))
            Console.WriteLine($"  {TierDecision.Name(missed.Tier)} missed: {missed.Figure}");
        Console.WriteLine($"publication: {Path.Combine(output, PublicationWriter.Folder, Publication.PageName)}");
    }

    private static string At(string shape) => shape.Length == 0 ? "" : $" at {shape}";
}
