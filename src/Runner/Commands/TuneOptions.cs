using System.Collections.Immutable;
using System.CommandLine;
using PerfGate.Core.Policy;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Commands;

/// <summary>The options of the commands that tune.</summary>
internal sealed class TuneOptions
{
    private const int DefaultEvaluations = 100;

    /// <summary>Adds the checks of values.</summary>
    public TuneOptions()
    {
        Evaluations.Refuse(n => n is > 0, "at least 1 variant must be tried.");
        Seconds.Refuse(s => s is > 0 and <= 1e6, UsageErrors.ExpectedSeconds);
    }

    /// <summary>The options that other commands have too.</summary>
    public GateOptions Gate { get; } = new();

    /// <summary>Which variants are tried next.</summary>
    public Option<TuningStrategy?> Strategy { get; } =
        new("--strategy")
        {
            Description =
                "Which variants are tried: local searches greedily from the values in use and restarts, random draws, "
                + "bruteForce tries all. Default: local.",
        };

    /// <summary>How many variants are tried.</summary>
    public Option<int?> Evaluations { get; } =
        new("--evaluations")
        {
            Description =
                "Try at most so many variants of each benchmark, those of an interrupted tuning included. "
                + "Default: 100.",
        };

    /// <summary>How long variants are tried.</summary>
    public Option<double?> Seconds { get; } =
        new("--seconds")
        {
            Description = "Seconds after which no further variants of a benchmark are tried. Default: no limit.",
        };

    /// <summary>Seed of the strategy.</summary>
    public Option<ulong?> Seed { get; } =
        SharedOptions.Seed("Seed of the strategy: the same seed tries the same variants. Default: 1.");

    /// <summary>The options of the tuning as properties of the build.</summary>
    /// <param name="parsed">The command line.</param>
    public IEnumerable<(string Name, string? Value)> Properties(ParseResult parsed) =>
        [
            ("PerfGateTuneStrategy", parsed.GetValue(Strategy) is { } s ? Adoption.Lower(s.ToString()) : null),
            ("PerfGateTuneEvaluations", FormattableString.Invariant($"{parsed.GetValue(Evaluations)}")),
            ("PerfGateTuneSeconds", FormattableString.Invariant($"{parsed.GetValue(Seconds)}")),
            ("PerfGateTuneSeed", FormattableString.Invariant($"{parsed.GetValue(Seed)}")),
        ];

    /// <summary>The device.</summary>
    public Option<string> Device { get; } = SharedOptions.Device();

    /// <summary>The settings of the project's build.</summary>
    public Option<string?> Compile { get; } =
        new("--compile")
        {
            Description =
                "Response file for 'dotnet msbuild' that compiles variants; the build writes it. Name the "
                + "manifests too. Without it the command builds the project.",
        };

    /// <summary>Where things are kept.</summary>
    public Option<string> Work { get; } =
        SharedOptions.Work("Folder for what is kept between runs: inputs, expected outputs, variants.");

    /// <summary>All of them, for a command.</summary>
    public IEnumerable<Option> All =>
        [
            Strategy,
            Evaluations,
            Seconds,
            Seed,
            Device,
            Compile,
            Gate.Output,
            Gate.Root,
            Gate.Policy,
            Gate.Tolerance,
            Gate.Clocks,
            Work,
            Gate.Wait,
        ];

    /// <summary>A worker that begins no new case for so long counts as hung.</summary>
    public TimeSpan CaseTimeout { get; } = TimeSpan.FromSeconds(300);

    /// <summary>How variants are tried.</summary>
    /// <param name="parsed">The command line.</param>
    public TuneEffort Effort(ParseResult parsed) =>
        new(
            parsed.GetValue(Strategy) ?? TuningStrategy.Local,
            parsed.GetValue(Seed) ?? 1,
            parsed.GetValue(Evaluations) ?? DefaultEvaluations,
            parsed.GetValue(Seconds)
        );

    /// <summary>The root of the repository, absolute.</summary>
    /// <param name="parsed">The command line.</param>
    public string Root(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(Gate.Root)!);

    /// <summary>The policy in its file, under what the command line says.</summary>
    /// <param name="parsed">The command line.</param>
    public GatePolicy Policy(ParseResult parsed) =>
        ReferenceSource.ReadPolicyFile(parsed.GetValue(Gate.Policy), Root(parsed)).WithCommandLine(Gate, parsed);

    /// <summary>What all variants have in common.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="manifests">The project's manifests, absolute.</param>
    /// <param name="device">The device.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="launcher">Runs the workers.</param>
    public TuneSetting Setting(
        ParseResult parsed,
        ImmutableArray<string> manifests,
        DeviceFacts device,
        GatePolicy policy,
        IWorkerLauncher launcher) =>
        new()
        {
            Root = Root(parsed),
            Manifests = manifests,
            Response = Path.GetFullPath(parsed.GetValue(Compile)!),
            Device = device,
            Policy = policy,
            Git = ReferenceSource.StateOf(Root(parsed), Path.Combine(Root(parsed), "baselines")),
            Launcher = launcher,
            Progress = new TuneProgress(Console.Out),
        };
}
