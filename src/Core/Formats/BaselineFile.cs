using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Core.Formats;

/// <summary>
/// Reads <c>baselines/DEVICE.json</c> of any known version, and refreshes it so that no two refreshes mix.
/// </summary>
public static class BaselineFile
{
    /// <summary>The name of its schema.</summary>
    public const string SchemaName = "baseline.schema.json";

    /// <summary>The name of the schema of a file of several projects.</summary>
    public const string SharedSchemaName = "shared-baseline.schema.json";

    // Of a file of one project, that project.
    private static readonly BaselineProject _any = new(null, _ => true);

    /// <summary>
    /// Largest file that is read or written, bytes: the large git hosts refuse a file of more than 100 MB.
    /// </summary>
    public const long MaximumBytes = 100_000_000;

    /// <summary>Whether a text is of a version that holds several projects.</summary>
    /// <param name="utf8">The text, which is JSON.</param>
    public static bool IsShared(ReadOnlySpan<byte> utf8) =>
        JsonText.RootNumber(utf8, "schemaVersion") is var (version, _) && version > Baseline.CurrentSchemaVersion;

    /// <summary>The file of a device.</summary>
    /// <param name="folder">The folder of the baselines.</param>
    /// <param name="deviceSlug">The device's slug.</param>
    public static string PathOf(string folder, string deviceSlug) => Path.Combine(folder, deviceSlug + ".json");

    /// <summary>Reads the baseline of one project; null if it has none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="project">The project; null for that of a file of one project.</param>
    /// <exception cref="PerfGateException">
    /// It cannot be read, is no JSON, fits no schema, is newer, too large, or contradicts itself; PG2054: it holds
    /// several projects, and none was named.
    /// </exception>
    public static Baseline? Read(string path, BaselineProject? project = null) => Own(ReadAll(path), path, project);

    /// <summary>Reads the baselines of all projects; none where there is no such file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PerfGateException">
    /// It cannot be read, is no JSON, fits no schema, is newer, too large, or contradicts itself.
    /// </exception>
    public static ProjectBaselines ReadAll(string path)
    {
        if (!InputFile.IsThere(path))
            return ProjectBaselines.None;
        if (new FileInfo(path) is { Exists: true } file)
            GuardSize(path, file.Length);
        return ParseAll(InputFile.Text(path, FileLimit.Baseline), path, null);
    }

    /// <summary>Parses one project's baseline, lifting an older version; null if it has none.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="device">The slug that it must be of; null for the one that the file's name says.</param>
    /// <param name="project">The project; null for that of a file of one project.</param>
    /// <exception cref="PerfGateException">As <see cref="Read"/>.</exception>
    public static Baseline? Parse(
        string text,
        string path,
        string? device = null,
        BaselineProject? project = null
    ) => Own(ParseAll(text, path, device), path, project);

    /// <summary>Rewrites one project's baseline; the old file stays whole whatever happens.</summary>
    /// <param name="path">The file.</param>
    /// <param name="change">
    /// From the project's baseline as it is (null for none) to what it shall be; may throw to refuse.
    /// </param>
    /// <param name="patience">How long to wait for another refresh of the same file.</param>
    /// <param name="project">The project; null for that of a file of one project.</param>
    /// <returns>Whether the file's bytes changed.</returns>
    /// <exception cref="PerfGateException">
    /// PG4005: another refresh is under way; PG9001: it cannot be written; or as <see cref="Read"/>.
    /// </exception>
    public static bool Update(
        string path,
        Func<Baseline?, Baseline> change,
        TimeSpan patience,
        BaselineProject? project = null
    ) => UpdateAll(path, all => all.With(project ?? _any, change(Own(all, path, project))), patience);

    /// <summary>Rewrites the baselines of all projects; the old file stays whole whatever happens.</summary>
    /// <param name="path">The file.</param>
    /// <param name="change">From what the file holds to what it shall hold; may throw to refuse.</param>
    /// <param name="patience">How long to wait for another refresh of the same file.</param>
    /// <returns>Whether the file's bytes changed.</returns>
    /// <exception cref="PerfGateException">As <see cref="Update"/>.</exception>
    public static bool UpdateAll(string path, Func<ProjectBaselines, ProjectBaselines> change, TimeSpan patience)
    {
        using var held = BaselineLock.Take(path, patience);
        var before = Stamp(path);
        var bytes = Encoding.UTF8.GetBytes(Serialized(change(ReadAll(path))) + "\n");
        GuardSize(path, bytes.Length);
        // The lock keeps other refreshes out; an editor or a checkout knows nothing of it.
        if (Stamp(path) != before)
            throw new PerfGateException(
                DiagnosticCatalog.BaselineBusy(path, "the file was changed meanwhile."),
                ExitCode.Usage
            );
        return AtomicFile.Write(path, bytes);
    }

    private static ProjectBaselines ParseAll(string text, string path, string? device)
    {
        GuardSize(path, text.Length);
        JsonSchemas.RequireJson(text, path);
        var lifted = Lifted(text, path);
        device ??= Path.GetFileNameWithoutExtension(path);
        if (!IsShared(Encoding.UTF8.GetBytes(lifted)))
        {
            var only = JsonFile.Parse(lifted, path, PerfGateJson.Default.Baseline, SchemaName);
            Require(path, BaselineConsistency.Contradiction(only, device));
            return ProjectBaselines.Of(only);
        }

        var shared = JsonFile.Parse(lifted, path, PerfGateJson.Default.SharedBaseline, SharedSchemaName);
        Require(path, BaselineConsistency.Contradiction(shared, device));
        return ProjectBaselines.Of(shared);
    }

    private static void Require(string path, string? contradiction)
    {
        if (contradiction is not null)
            throw new PerfGateException(DiagnosticCatalog.BaselineInconsistent(path, contradiction), ExitCode.Usage);
    }

    // What programs of before know stays as they know it, until a second project comes.
    private static string Serialized(ProjectBaselines baselines) =>
        baselines.All is [var only]
            ? JsonSerializer.Serialize(only.Baseline, PerfGateJson.Default.Baseline)
            : JsonSerializer.Serialize(
                new SharedBaseline
                {
                    Device = baselines.All[0].Baseline.Device,
                    Projects = baselines.All.ToImmutableSortedDictionary(
                        b => b.Project!,
                        b => b.Baseline,
                        StringComparer.Ordinal
                    ),
                },
                PerfGateJson.Default.SharedBaseline
            );

    private static Baseline? Own(ProjectBaselines all, string path, BaselineProject? project)
    {
        if (project?.Name is null && all.All.Length > 1)
        {
            throw new PerfGateException(
                DiagnosticCatalog.BaselineOfAnotherProject(
                    path,
                    $"it holds those of {string.Join(", ", all.All.Select(b => b.Project))}. Name one of them with "
                        + $"--project."
                ),
                ExitCode.Usage
            );
        }

        return all.Find(project ?? _any)?.Baseline;
    }

    // An old version is lifted before its schema is known to fit, so it may hold anything.
    private static string Lifted(string text, string path)
    {
        try
        {
            return BaselineMigrations.Lift(text);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw new PerfGateException(
                DiagnosticCatalog.DoesNotFitSchema(
                    new(path),
                    "file",
                    $"it cannot be brought to the current version: {e.Message}"
                ),
                ExitCode.Usage,
                e
            );
        }
    }

    private static (bool Exists, long Length, DateTime Written) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (true, file.Length, file.LastWriteTimeUtc) : (false, 0, default);
    }

    private static void GuardSize(string path, long bytes)
    {
        if (bytes > MaximumBytes)
            throw new PerfGateException(DiagnosticCatalog.BaselineTooLarge(path, bytes, MaximumBytes), ExitCode.Usage);
    }
}
