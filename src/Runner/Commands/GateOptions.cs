using System.CommandLine;
using PerfGate.Core.Policy;
using PerfGate.Runner.Git;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Commands;

/// <summary>The options that the gate's steps share; absent means that the policy or a default decides.</summary>
internal sealed class GateOptions
{
    /// <summary>Folder that the steps write to and read from.</summary>
    public Option<string> Output { get; } = new("--output")
    {
        Description = "Folder that the steps write to and read from.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "perfgate"),
    };

    /// <summary>Root of the repository.</summary>
    public Option<string> Root { get; } = new("--root")
    {
        Description = "Root of the repository; sources are named relative to it.",
        DefaultValueFactory = _ => Directory.GetCurrentDirectory(),
    };

    /// <summary>The policy file.</summary>
    public Option<string?> Policy { get; } =
        new("--policy") { Description = "The policy file; default: perfgate.json at the root, if there is one." };

    /// <summary>Folder of the baselines.</summary>
    public Option<string?> Baselines { get; } =
        new("--baselines") { Description = "Folder of the baselines; default: baselines at the root." };

    /// <summary>The project file.</summary>
    public Option<string?> Project { get; } =
        new("--project")
        {
            Description = "The project file. A baseline file may hold the baselines of several projects.",
        };

    /// <summary>Selects cases.</summary>
    public Option<string?> Filter { get; } =
        new("--filter")
        {
            Description =
                "Only cases whose names match: * and ? as in file names, alternatives separated by commas or "
                    + "semicolons.",
        };

    /// <summary>Runs a side.</summary>
    public Option<int?> Runs { get; } =
        new("--runs") { Description = "Take exactly this many runs, and not as many as a decision needs." };

    /// <summary>Time budget, seconds.</summary>
    public Option<double?> Budget { get; } =
        new("--budget") { Description = "Seconds after which no further run is started." };

    /// <summary>Tolerated slow-down.</summary>
    public Option<string?> Tolerance { get; } =
        new("--tolerance") { Description = "Tolerated relative slow-down, 1% or 0.01." };

    /// <summary>What may be done to clocks.</summary>
    public Option<ClockPolicy?> Clocks { get; } =
        new("--clocks")
        {
            Description = "observe: GPU clocks are only watched; lock: they are locked while measuring.",
        };

    /// <summary>Which reference.</summary>
    public Option<ReferenceChoice> Reference { get; } = new("--reference")
    {
        Description = "What to compare with: the baseline, the base commit's kernels, or nothing.",
        DefaultValueFactory = _ => ReferenceChoice.Auto,
    };

    /// <summary>The base revision.</summary>
    public Option<string?> Base { get; } =
        new("--base") { Description = "Git revision that the change will be merged into." };

    /// <summary>The project, relative to the root; null if it was not named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="root">The root, absolute.</param>
    public string? ProjectOf(ParseResult parsed, string root) =>
        parsed.GetValue(Project) is { } file ? WorkTreePath.Relative(root, Path.GetFullPath(file)) : null;

    /// <summary>How long to wait for another gate.</summary>
    public Option<double> Wait { get; } = GateHold.WaitOption();

    /// <summary>Whether unchanged cases are timed.</summary>
    public Option<bool?> MeasureUnchanged { get; } =
        new("--measure-unchanged")
        {
            Description = "Whether cases whose machine code did not change are timed all the same, as noise controls.",
        };
}
