using System.CommandLine;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Publishing;
using PerfGate.Core.Reports;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Optimizing;
using PerfGate.Runner.Tuning;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate optimize</c>: from baselines and a candidate to a publication, in phases.</summary>
internal static class OptimizeCommand
{
    private const string Target = "PerfGateOptimize";
    private const int DefaultRuns = 10;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var (tune, own) = (new TuneOptions(), new PublicationOptions());
        var command = new Command(
            "optimize",
            "Finds the fastest baseline, tunes a candidate, compares both at all shapes and writes a publication."
        )
        {
            own.All,
            own.Manifests,
            own.Scope,
            tune.Gate.Runs,
            tune.All,
        };
        var arguments = BuildArguments.AddTo(command, tune.Compile, "A project or a folder with one");
        command.Validators.Add(result =>
        {
            if (result.GetValue(own.Candidate) is null || result.GetValue(own.Baseline) is null)
                result.AddError(
                    "Name two benchmarks: --candidate NAME, and --baseline NAME, which may be several names separated "
                        + "by commas."
                );
        });
        command.SetAction(
            async (parsed, cancellation) =>
                parsed.GetValue(tune.Compile) is not null
                    ? await RunAsync(tune, own, parsed, parsed.GetValue(arguments)!, cancellation)
                        .ConfigureAwait(false)
                    : BuildArguments.Build(
                        parsed.GetValue(arguments)!,
                        Target,
                        "optimize",
                        Properties(tune, own, parsed)
                    )
        );
        return command;
    }

    private static IEnumerable<(string Name, string? Value)> Properties(
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
            ("PerfGateRuns", FormattableString.Invariant($"{parsed.GetValue(tune.Gate.Runs)}")),
            .. tune.Properties(parsed),
        ];

    private static async Task<int> RunAsync(
        TuneOptions tune,
        PublicationOptions own,
        ParseResult parsed,
        string[] manifests,
        CancellationToken cancellation
    )
    {
        var results = Path.GetFullPath(parsed.GetValue(tune.Gate.Output)!);
        var output = Path.Combine(results, GateOutput.OptimizeFolder);
        var work = Path.GetFullPath(parsed.GetValue(tune.Work)!);
        var hold = GateHold.Of("perfgate optimize", parsed, tune.Gate.Wait, cancellation);
        using var folders = hold.Folders(results, work);
        var device = DeviceSelection.Choose(parsed.GetValue(tune.Device)!);
        var policy = tune.Policy(parsed);
        if (parsed.GetValue(tune.Gate.Runs) is null)
            policy = policy with
            {
                Runs = new() { Minimum = DefaultRuns, Maximum = DefaultRuns },
            };
        using var held = HeldDevice.Take(hold, device.Kind, policy.Clocks, tune.CaseTimeout);
        var all = manifests.Concat(parsed.GetValue(own.Manifests) ?? []).Select(Path.GetFullPath).Distinct();
        var project = tune.Setting(parsed, [.. all], device, policy, held.Launcher);
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
            Effort = tune.Effort(parsed),
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
