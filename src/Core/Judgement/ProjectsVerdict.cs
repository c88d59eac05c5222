using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Judgement;

/// <summary>The verdicts of several projects together: <c>projects.json</c>. The worst one decides.</summary>
public sealed record ProjectsVerdict : IVersionedFile
{
    /// <summary>The newest schema version that this code writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "projects.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The worst outcome.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Every project that was judged.</summary>
    public required ImmutableArray<ProjectOutcome> Projects { get; init; }

    /// <summary>The verdicts of some projects together.</summary>
    /// <param name="projects">What was said of each; at least one.</param>
    public static ProjectsVerdict Of(ImmutableArray<ProjectOutcome> projects) =>
        new() { Outcome = projects.Max(p => p.Outcome), Projects = projects };
}

/// <summary>What was said of one project among several.</summary>
/// <param name="Project">The project's file, relative to the folder of the solution.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Title">What the outcome is called.</param>
/// <param name="Summary">Its verdict's summary.</param>
/// <param name="Cases">How many cases it has.</param>
/// <param name="Report">Its report page, relative to the page of all projects, forward slashes.</param>
public sealed record ProjectOutcome(
    string Project,
    Outcome Outcome,
    string Title,
    string Summary,
    int Cases,
    string Report
)
{
    /// <summary>What a verdict says of a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="report">Its report page.</param>
    public static ProjectOutcome Of(string project, Verdict verdict, string report) =>
        new(project, verdict.Outcome, OutcomeTraits.Of(verdict).Title, verdict.Summary, verdict.Cases.Length, report);
}
