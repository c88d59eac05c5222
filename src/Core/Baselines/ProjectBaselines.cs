using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>The project whose baseline is asked for.</summary>
/// <param name="Name">Its file, relative to the repository's root; null if it is not known.</param>
/// <param name="Exists">
/// Whether a project, named in this way, is still there: one that was renamed or deleted owns nothing.
/// </param>
public sealed record BaselineProject(string? Name, Func<string, bool> Exists);

/// <summary>
/// The baselines of all projects for one device model: what <c>baselines/DEVICE.json</c> holds. A project sees its own
/// alone, and a refresh leaves the others as they are.
/// </summary>
public sealed class ProjectBaselines
{
    /// <summary>Of no project.</summary>
    public static readonly ProjectBaselines None = new([]);

    private ProjectBaselines(ImmutableArray<ProjectBaseline> all) => All = all;

    /// <summary>Every project's, ordered by name.</summary>
    public ImmutableArray<ProjectBaseline> All { get; }

    /// <summary>Those of a file of one project.</summary>
    /// <param name="baseline">The baseline; its newest measurement names its project.</param>
    public static ProjectBaselines Of(Baseline baseline) => new([new(baseline.Newest.Project, baseline)]);

    /// <summary>Those of a file of several projects.</summary>
    /// <param name="shared">The file.</param>
    public static ProjectBaselines Of(SharedBaseline shared) =>
        new([.. shared.Projects.Select(p => new ProjectBaseline(p.Key, p.Value))]);

    /// <summary>
    /// The baseline of a project. One whose project is not known, or is the only one whose project is gone, counts as
    /// its own: it was renamed.
    /// </summary>
    /// <param name="project">The project; one without a name has the only baseline there is.</param>
    /// <returns>Null where it has none, and where it has no name and there are several.</returns>
    public ProjectBaseline? Find(BaselineProject project)
    {
        if (project.Name is null)
            return All is [var only] ? only : null;
        if (All.FirstOrDefault(b => b.Project == project.Name) is { } own)
            return own;
        var ownerless = All.Where(b => b.Project is null || !project.Exists(b.Project)).ToList();
        return ownerless is [var renamed] ? renamed : null;
    }

    /// <summary>The baselines after a refresh of one project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="refreshed">Its new baseline.</param>
    public ProjectBaselines With(BaselineProject project, Baseline refreshed)
    {
        var old = Find(project);
        return new([
            .. All.Where(b => b != old)
                .Append(new(project.Name ?? old?.Project ?? refreshed.Newest.Project, refreshed))
                .OrderBy(b => b.Project, StringComparer.Ordinal),
        ]);
    }

    /// <summary>The baselines, each changed.</summary>
    /// <param name="change">What becomes of each.</param>
    public ProjectBaselines Each(Func<Baseline, Baseline> change) =>
        new([.. All.Select(b => b with { Baseline = change(b.Baseline) })]);

    /// <summary>
    /// Whether a measurement names none of the cases of a baseline, measured or not; canaries are left out. Where no
    /// project is recorded, this is how another project's measurement shows.
    /// </summary>
    public static bool HasNoCaseOf(Baseline baseline, Measurement candidate)
    {
        var before = Names(baseline.Newest).ToHashSet(StringComparer.Ordinal);
        return before.Count > 0 && !Names(candidate).Any(before.Contains);
    }

    private static IEnumerable<string> Names(Measurement measurement) =>
        measurement.Cases.Where(c => c.Role == CaseRole.Case).Select(c => c.Name);
}

/// <summary>One project's baseline.</summary>
/// <param name="Project">The project's file, relative to the repository's root; null if it is not recorded.</param>
/// <param name="Baseline">The baseline.</param>
public sealed record ProjectBaseline(string? Project, Baseline Baseline);

/// <summary>
/// <c>baselines/DEVICE.json</c> of several projects. A file of one project is a <see cref="Baseline"/>, as ever.
/// </summary>
public sealed record SharedBaseline : IVersionedFile
{
    /// <summary>The schema version from which on a file holds several projects.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "schema/shared-baseline.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device slug, the same as the file's name.</summary>
    public required string Device { get; init; }

    /// <summary>Project file, relative to the repository's root, to its baseline; ordered by name.</summary>
    public required ImmutableSortedDictionary<string, Baseline> Projects { get; init; }
}
