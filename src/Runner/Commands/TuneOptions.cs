using System.CommandLine;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Commands;

/// <summary>The options of <c>perfgate tune</c> that no other command has.</summary>
internal sealed class TuneOptions
{
    private const ulong LargestSeed = (1UL << 53) - 1;

    /// <summary>Adds the checks of values.</summary>
    public TuneOptions()
    {
        Evaluations.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int?>() is null or > 0)
                return;
            result.AddError("--evaluations: at least 1 variant must be tried.");
        });
        Seconds.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<double?>() is null or (> 0 and <= 1e6))
                return;
            result.AddError("--seconds: above 0, and at most 1000000.");
        });
        Seed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<ulong?>() > LargestSeed)
                result.AddError($"--seed: at most {LargestSeed} (2^53 - 1), which every reader of JSON keeps exactly.");
        });
    }

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
        new("--seed") { Description = "Seed of the strategy: the same seed tries the same variants. Default: 1." };

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
    public Option<string> Device { get; } =
        new("--device") { Description = "auto, cuda or host.", DefaultValueFactory = _ => "auto" };

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
        new("--work")
        {
            Description = "Folder for what is kept between runs: inputs, expected outputs, variants.",
            DefaultValueFactory = _ => Path.Combine("obj", "perfgate"),
        };
}
