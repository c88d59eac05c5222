using System.CommandLine;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Commands;

/// <summary>
/// What the steps that work on compiled kernels have in common: where the kernels, their base and the results are.
/// </summary>
internal sealed class StepOptions
{
    /// <summary>The options that other commands have too.</summary>
    public GateOptions Gate { get; } = new();

    /// <summary>The compiled kernels.</summary>
    public Option<string> Kernels { get; } = new("--kernels")
    {
        Description = "The kernels.json that the compile step wrote.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "perfgate", "kernels.json"),
    };

    /// <summary>Compiles the base.</summary>
    public Option<string?> CompileBase { get; } = new("--compile-base")
    {
        Description =
            "Response file for 'dotnet msbuild' that compiles the base's kernels; the build writes it. Default: the "
            + "only obj/perfgate/base.rsp below the root.",
    };

    /// <summary>Where things are kept.</summary>
    public Option<string> Work { get; } =
        SharedOptions.Work("Folder for what is kept between runs: inputs, expected outputs, the base's kernels.");

    /// <summary>The manifests.</summary>
    public Argument<string[]> Manifests { get; } = ManifestArgument.Create();

    /// <summary>All of them, for a command.</summary>
    public IEnumerable<Option> All =>
        [
            Gate.Output,
            Gate.Root,
            Gate.Policy,
            Gate.Baselines,
            Gate.Base,
            Gate.Project,
            Gate.Wait,
            Kernels,
            CompileBase,
            Work,
        ];

    /// <summary>The root of the repository, absolute.</summary>
    /// <param name="parsed">The command line.</param>
    public string Root(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(Gate.Root)!);

    /// <summary>What the gate's own parts are asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="filter">Selects cases; null for all.</param>
    public GateRunRequest Request(ParseResult parsed, string? filter) =>
        new()
        {
            Root = Root(parsed),
            Manifests = [.. parsed.GetValue(Manifests)!.Select(Path.GetFullPath)],
            Output = Path.GetFullPath(parsed.GetValue(Gate.Output)!),
            WorkFolder = Path.GetFullPath(parsed.GetValue(Work)!),
            Filter = filter,
            Override = policy => policy,
            CompileBase = parsed.GetValue(CompileBase) is { } response
                ? Path.GetFullPath(response)
                : BuildSettings.TryFind(Root(parsed)),
            Project = Gate.ProjectOf(parsed, Root(parsed)),
        };
}
