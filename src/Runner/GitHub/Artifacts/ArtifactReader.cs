using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Reports;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>
/// Reads the gate's results, from a folder or from the zip file of an artifact, as if somebody had made them to do
/// harm: only known names are opened, nothing is unpacked to disk, and whatever does not fit refuses the whole.
/// </summary>
internal sealed class ArtifactReader(ArtifactLimits limits)
{
    /// <summary>Reads what is published of a gate's results.</summary>
    /// <param name="path">The folder or the zip file.</param>
    /// <exception cref="PerfGateException">PG5010-PG5013: it is refused.</exception>
    public Artifact Read(string path)
    {
        using var source = Open(path);
        var entries = Checked(path, source.Entries());
        var verdict = Json<Verdict>(path, entries, "verdict.json", "verdict.schema.json")
            ?? throw Refused.Unreadable(path, "it holds no verdict.json.");
        var measurement = Json<Measurement>(path, entries, "measurement.json", "measurement.schema.json")
            ?? throw Refused.Unreadable(path, "it holds no measurement.json.");
        var trial = Json<Measurement>(path, entries, "trial.json", "measurement.schema.json");
        var reference = Json<Baseline>(path, entries, "reference.json", "baseline.schema.json")?.Measurements ?? [];
        CheckSlug(path, measurement.Environment.DeviceSlug);
        return new Artifact(
            measurement,
            new ReportInput(verdict, measurement, reference.IsEmpty ? null : reference[^1], trial, reference)
            {
                Explanation = Json<ExplainReport>(path, entries, ExplainReport.FileName, ExplainReport.SchemaName),
            });
    }

    /// <summary>Reads what a precheck found.</summary>
    /// <param name="path">The folder or the zip file.</param>
    /// <returns>What it found; null if there is no such folder or file, so that no precheck ran.</returns>
    /// <exception cref="PerfGateException">PG5010-PG5013: it is refused.</exception>
    public PrecheckReport? ReadPrecheck(string path)
    {
        if (!IsThere(path))
            return null;
        using var source = Open(path);
        return Json<PrecheckReport>(path, Checked(path, source.Entries()), "precheck.json", "precheck.schema.json")
            ?? throw Refused.Unreadable(path, "it holds no precheck.json.");
    }

    /// <summary>Whether there are results at all, whatever is in them.</summary>
    /// <param name="path">The folder or the zip file.</param>
    public static bool IsThere(string path) => Directory.Exists(path) || File.Exists(path);

    /// <summary>Reads the baseline of the device that a release was measured on.</summary>
    /// <param name="path">The folder or the zip file with the baselines of all devices.</param>
    /// <param name="device">The device's slug.</param>
    /// <exception cref="PerfGateException">PG5010-PG5013: it is refused.</exception>
    public ProposedBaseline ReadBaseline(string path, string device)
    {
        var name = $"{device}.json";
        using var source = Open(path);
        if (!Checked(path, source.Entries()).TryGetValue(name, out var entry))
            throw Refused.Unreadable(path, $"it holds no baseline {name} of the device that was measured.");
        var content = Content(path, entry, limits.File);
        var (of, projects) = Projects(path, name, content);
        return of == device
            ? new(device, content, [.. projects.Select(p => p.Measurements.LastOrDefault()?.Environment.Git?.Commit)])
            : throw Refused.Invalid(path, name, $"it is of the device '{of}'.");
    }

    private (string Device, IEnumerable<Baseline> Projects) Projects(string path, string name, byte[] content)
    {
        if (HostileJson.IsShared(path, name, content, limits.JsonDepth))
        {
            var shared = HostileJson
                .Read<SharedBaseline>(path, name, content, limits.JsonDepth, BaselineFile.SharedSchemaName);
            return (shared.Device, shared.Projects.Values);
        }

        var one = HostileJson.Read<Baseline>(path, name, content, limits.JsonDepth, BaselineFile.SchemaName);
        return (one.Device, [one]);
    }

    private IArtifactSource Open(string path) =>
        Directory.Exists(path) ? new FolderSource(path, limits)
        : File.Exists(path) ? new ZipSource(path, limits)
        : throw Refused.Unreadable(path, "there is no such folder or file.");

    private Dictionary<string, ArtifactEntry> Checked(string path, IReadOnlyList<ArtifactEntry> entries)
    {
        var byName = new Dictionary<string, ArtifactEntry>(StringComparer.OrdinalIgnoreCase);
        var total = 0L;
        foreach (var entry in entries)
        {
            if (EntryNames.Fault(entry.Path) is { } fault)
                throw Refused.Unsafe(path, $"the name {Refused.Shown(entry.Path)} in it {fault}.");
            if (entry.Length > limits.File)
                throw Refused.TooLarge(
                    path,
                    $"its file {Refused.Shown(entry.Path)} is larger than {limits.File:N0} bytes."
                );
            total += entry.Length;
            if (total > limits.Total)
                throw Refused.TooLarge(path, $"its files are together larger than {limits.Total:N0} bytes.");

            // The same name twice, or in two spellings, is read differently by different programs.
            if (!byName.TryAdd(entry.Path, entry))
                throw Refused.Unsafe(path, $"it holds {Refused.Shown(entry.Path)} twice.");
        }

        return byName;
    }

    private T? Json<T>(string path, Dictionary<string, ArtifactEntry> entries, string name, string schema)
        where T : class, IVersionedFile =>
        entries.TryGetValue(name, out var entry)
            ? HostileJson.Read<T>(path, name, Content(path, entry, limits.File), limits.JsonDepth, schema)
            : null;

    private static byte[] Content(string path, ArtifactEntry entry, long maximum)
    {
        try
        {
            using var stream = entry.Open();
            // One byte more than claimed tells a file that lies about its size.
            return BoundedRead.All(stream, Math.Min(maximum, entry.Length))
                ?? throw Refused.TooLarge(
                    path,
                    $"its file {Refused.Shown(entry.Path)} is larger than it says or than {maximum:N0} bytes."
                );
        }
        catch (PerfGateException e) when (e.ExitCode != ExitCode.Publish)
        {
            throw Refused.Unreadable(path, $"{Refused.Shown(entry.Path)}: {e.Diagnostics[0].Message}", e);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Refused.Unreadable(path, $"{Refused.Shown(entry.Path)}: {e.Message}", e);
        }
    }

    // The slug becomes a path of a branch.
    private static void CheckSlug(string path, string slug)
    {
        if (slug.Length is 0 or > 100 || !slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw Refused.Invalid(path, "device", $"'{slug}' is not a device slug (lower case, digits, dashes).");
    }
}
