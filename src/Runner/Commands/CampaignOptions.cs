using System.Collections.Immutable;
using System.CommandLine;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Commands;

/// <summary>The options of <c>perfgate campaign</c> that no other command has.</summary>
internal sealed class CampaignOptions
{
    // Around the tolerance, which the gate decides by: half of it, it, and two that should be found.
    private static readonly ImmutableArray<double> _ofTolerance = [0.5, 1, 2, 5];

    /// <summary>Adds the checks of values.</summary>
    public CampaignOptions()
    {
        Minutes.Refuse(m => m is > 0 and <= 100_000, "a number above 0 and at most 100,000 was expected.");
        Gates.Refuse(n => n > 0, "at least 1 gate must be held.");
    }

    /// <summary>How long.</summary>
    public Option<double> Minutes { get; } =
        new("--minutes")
        {
            Description = "Wall time, compiling included. No gate is begun that may not end in it.",
            DefaultValueFactory = _ => 10,
        };

    /// <summary>How many gates.</summary>
    public Option<int?> Gates { get; } =
        new("--gates") { Description = "Hold at most so many gates. Default: as many as the time allows." };

    /// <summary>The kinds of gates.</summary>
    public Option<string?> Kinds { get; } =
        new("--kinds")
        {
            Description =
                "Hold gates of these kinds alone: aa (nothing changed), planted, harmless. Planted ones need one of aa "
                + "and a calibration before them, and get both. Default: aa,planted,harmless.",
        };

    /// <summary>The slow-downs to plant.</summary>
    public Option<string?> Effects { get; } =
        new("--effects")
        {
            Description =
                "The slow-downs to plant: 0.5%,1%,2%,5%. Default: half the device's tolerance, the tolerance, twice "
                + "it, and five times it.",
        };

    /// <summary>Where the files are.</summary>
    public Option<string> Folder { get; } =
        new("--output")
        {
            Description = "Folder of the files, DEVICE.jsonl. What is there is appended to.",
            DefaultValueFactory = _ => "campaign",
        };

    /// <summary>The device.</summary>
    public Option<string> Device { get; } =
        new("--device") { Description = "auto, cuda or host.", DefaultValueFactory = _ => "auto" };

    /// <summary>The settings of the project's build.</summary>
    public Option<string?> CompileBase { get; } =
        new("--compile-base")
        {
            Description =
                "Response file that the build wrote ('dotnet build -t:PerfGateCompile'); default: the only "
                + "obj/perfgate/base.rsp below the root.",
        };

    /// <summary>The commit of the kernels.</summary>
    public Option<string?> Commit { get; } =
        new("--commit")
        {
            Description = "The commit of the kernels; default: that of the repository, if there is one.",
        };

    /// <summary>The kinds of gates.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>Null for all.</returns>
    /// <exception cref="PerfGateException">PG9013: one is none of them.</exception>
    public ImmutableArray<CampaignKind>? KindsOf(ParseResult parsed) =>
        parsed.GetValue(Kinds) is { } named ? [.. Named(named).DefaultIfEmpty("").Select(KindOf)] : null;

    private static CampaignKind KindOf(string text)
    {
        foreach (var kind in CampaignPlan.Kinds)
        {
            if (string.Equals(kind.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return kind;
        }

        throw new PerfGateException(
            DiagnosticCatalog.BadOption("--kinds", text, "write one or several of aa, planted and harmless."),
            ExitCode.Usage
        );
    }

    private static string[] Named(string list) =>
        list.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The slow-downs to plant, as fractions.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="tolerance">The device's tolerance, a fraction.</param>
    /// <exception cref="PerfGateException">PG9013: one is no fraction.</exception>
    public ImmutableArray<double> EffectsOf(ParseResult parsed, double tolerance) =>
        parsed.GetValue(Effects) is { } named
            ? [.. Named(named).Select(text => Fraction.Parse("--effects", text))]
            : [.. _ofTolerance.Select(times => Math.Round(times * tolerance, 6))];
}
