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

    /// <summary>
    /// Largest file that is read or written, bytes: the large git hosts refuse a file of more than 100 MB.
    /// </summary>
    public const long MaximumBytes = 100_000_000;

    /// <summary>The file of a device.</summary>
    /// <param name="folder">The folder of the baselines.</param>
    /// <param name="deviceSlug">The device's slug.</param>
    public static string PathOf(string folder, string deviceSlug) => Path.Combine(folder, deviceSlug + ".json");

    /// <summary>Reads a baseline; null where there is no such file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PerfGateException">
    /// It cannot be read, is no JSON, fits no schema, is newer, too large, or contradicts itself.
    /// </exception>
    public static Baseline? Read(string path)
    {
        if (!InputFile.IsThere(path))
            return null;
        if (new FileInfo(path) is { Exists: true } file)
            GuardSize(path, file.Length);
        return Parse(InputFile.Text(path, FileLimit.Baseline), path);
    }

    /// <summary>Parses a baseline's text, lifting an older version.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="device">The slug that it must be of; null for the one that the file's name says.</param>
    /// <exception cref="PerfGateException">As <see cref="Read"/>.</exception>
    public static Baseline Parse(string text, string path, string? device = null)
    {
        GuardSize(path, text.Length);
        JsonSchemas.RequireJson(text, path);
        var baseline = JsonFile.Parse(Lifted(text, path), path, PerfGateJson.Default.Baseline, SchemaName);
        if (BaselineConsistency.Contradiction(baseline, device ?? Path.GetFileNameWithoutExtension(path)) is { } why)
            throw new PerfGateException(DiagnosticCatalog.BaselineInconsistent(path, why), ExitCode.Usage);
        return baseline;
    }

    /// <summary>Rewrites a baseline from what it is now; the old file stays whole whatever happens.</summary>
    /// <param name="path">The file.</param>
    /// <param name="change">
    /// From the baseline as it is (null for none) to what it shall be; may throw to refuse.
    /// </param>
    /// <param name="patience">How long to wait for another refresh of the same file.</param>
    /// <returns>Whether the file's bytes changed.</returns>
    /// <exception cref="PerfGateException">
    /// PG4005: another refresh is under way; PG9001: it cannot be written; or as <see cref="Read"/>.
    /// </exception>
    public static bool Update(string path, Func<Baseline?, Baseline> change, TimeSpan patience)
    {
        using var held = BaselineLock.Take(path, patience);
        var before = Stamp(path);
        var updated = change(Read(path));
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(updated, PerfGateJson.Default.Baseline) + "\n");
        GuardSize(path, bytes.Length);
        // The lock keeps other refreshes out; an editor or a checkout knows nothing of it.
        if (Stamp(path) != before)
            throw new PerfGateException(
                DiagnosticCatalog.BaselineBusy(path, "the file was changed meanwhile."),
                ExitCode.Usage
            );
        return AtomicFile.Write(path, bytes);
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
