using System.CommandLine;
using PerfGate.Runner.Optimizing;

namespace PerfGate.Runner.Commands;

/// <summary>The options of the commands that write a publication.</summary>
internal sealed class PublicationOptions
{
    /// <summary>The benchmark that is claimed to be faster.</summary>
    public Option<string?> Candidate { get; } =
        new("--candidate") { Description = "The benchmark that is claimed to be faster." };

    /// <summary>What it is compared with.</summary>
    public Option<string?> Baseline { get; } =
        new("--baseline")
        {
            Description =
                "The benchmark to compare with. It has the same axes and expected outputs. optimize takes several, "
                + "separated by commas, and the fastest of them counts.",
        };

    /// <summary>Manifests of other folders.</summary>
    public Option<string[]> Manifests { get; } =
        new("--manifest")
        {
            Description =
                "A further manifest with benchmarks to compare, which the gate of the project does not measure: "
                + "observed commands, say. May be repeated.",
        };

    /// <summary>The shape that counts most.</summary>
    public Option<string?> FixedShape { get; } =
        new("--fixed-shape")
        {
            Description =
                "The shape that the statement is about, and that speed-ups are relative to, such as S=512. Default: "
                + "the first shape.",
        };

    /// <summary>How much of the pipeline runs.</summary>
    public Option<OptimizeScope?> Scope { get; } =
        new("--scope")
        {
            Description =
                "How much is done: full, shapes leaves the tuning out, quick also leaves out all shapes but the fixed "
                + "one. Default: full.",
        };

    /// <summary>The title.</summary>
    public Option<string?> Title { get; } =
        new("--title") { Description = "Title of the publication. Default: made of the names." };

    /// <summary>The authors.</summary>
    public Option<string[]> Authors { get; } =
        new("--author") { Description = "An author, for the citation; may be repeated." };

    /// <summary>Folders of headers.</summary>
    public Option<string[]> Includes { get; } =
        new("--include")
        {
            Description =
                "A folder in which the compilers look for headers (PerfGateIncludeDirectory), for the archive; may be "
                + "repeated.",
        };

    /// <summary>All of them, for a command.</summary>
    public IEnumerable<Option> All => [Candidate, Baseline, FixedShape, Title, Authors, Includes];
}
