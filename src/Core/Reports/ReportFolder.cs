using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Model;

namespace PerfGate.Core.Reports;

/// <summary>The folder in which the steps meet: what a report reads from it, and what it writes there.</summary>
public static class ReportFolder
{
    /// <summary>
    /// Reads <c>verdict.json</c> and, where they are there, <c>measurement.json</c>, <c>reference.json</c> (a baseline
    /// file: the reference that was used), <c>trial.json</c>, <c>explain.json</c> and the device's own file of the
    /// baselines.
    /// </summary>
    /// <param name="folder">The folder of the steps' files.</param>
    /// <param name="baselines">
    /// The folder of the committed baselines; null shows no history beyond the reference's.
    /// </param>
    /// <exception cref="PerfGateException">
    /// PG9001-PG9004: a file cannot be read, or does not fit its schema.
    /// </exception>
    public static ReportInput Read(string folder, string? baselines)
    {
        var verdict = JsonFile.Read<Verdict>(
            Path.Combine(folder, "verdict.json"),
            PerfGateJson.Default,
            "verdict.schema.json"
        );
        var listed = ListedCases.Of(verdict, ReportModel.MostListed);
        var (referencePath, measured) = (
            Path.Combine(folder, "reference.json"),
            new Lazy<Measurement?>(() => ReadMeasurement(Path.Combine(folder, "measurement.json"), listed))
        );
        // Of a thousand cases these are tens of megabytes each. Larger ones are read one after the other: then the text
        // of one is in memory at a time.
        var beside = JsonFile.IsLarge(referencePath) ? Task.CompletedTask : Task.Run(() => measured.Value);
        var reference = ReadBaseline(referencePath, listed);
        beside.GetAwaiter().GetResult();
        var measurement = measured.Value;
        var historyPath =
            measurement is null || baselines is null
                ? null
                : BaselineFile.PathOf(baselines, measurement.Environment.DeviceSlug);
        var history =
            historyPath is null || FileContent.IsSame(historyPath, referencePath)
                ? reference
                : listed.Only(
                    BaselineFile
                        .ReadAll(historyPath)
                        .Find(new(measurement!.Project, _ => true))
                        ?.Baseline.Measurements ?? []
                );
        return new(
            verdict,
            measurement,
            reference.IsEmpty ? null : reference[^1],
            ReadMeasurement(Path.Combine(folder, "trial.json"), listed),
            history.IsEmpty ? reference : history)
        {
            Explanation = ReadExplanation(folder),
            Exported = listed.Exported,
        };
    }

    /// <summary>Writes the files of a report; those whose bytes stay the same are left alone.</summary>
    /// <param name="folder">The folder to write to.</param>
    /// <param name="files">The files.</param>
    /// <returns>The paths that were written, below the folder.</returns>
    /// <exception cref="PerfGateException">PG9001: one cannot be written.</exception>
    public static ImmutableArray<string> Write(string folder, IEnumerable<ReportFile> files) =>
        [
            .. files
                .Where(f => AtomicFile.Write(Path.Combine(folder, f.Path), Encoding.UTF8.GetBytes(f.Text)))
                .Select(f => f.Path),
        ];

    private static Measurement? ReadMeasurement(string path, ListedCases listed) =>
        InputFile.IsThere(path)
            ? Trimmed(
                path,
                () => listed.Only(
                    JsonFile.Read<Measurement>(path, PerfGateJson.Default, "measurement.schema.json")))
            : null;

    /// <summary>Reads <c>explain.json</c>; null if nothing was explained.</summary>
    /// <param name="folder">The folder of the steps' files.</param>
    /// <exception cref="PerfGateException">
    /// PG9001-PG9004: it cannot be read, or does not fit its schema.
    /// </exception>
    public static ExplainReport? ReadExplanation(string folder) =>
        Path.Combine(folder, ExplainReport.FileName) is var path && InputFile.IsThere(path)
            ? JsonFile.Read<ExplainReport>(path, PerfGateJson.Default, ExplainReport.SchemaName)
            : null;

    private static ImmutableArray<Measurement> ReadBaseline(string path, ListedCases listed) =>
        InputFile.IsThere(path)
            ? Trimmed(
                path,
                () => listed.Only(
                    JsonFile.Read<Baseline>(path, PerfGateJson.Default, "baseline.schema.json").Measurements))
            : [];

    // In a function of its own, so that nothing holds what was read when its room is given back.
    private static T Trimmed<T>(string path, Func<T> read)
    {
        var trimmed = read();
        if (JsonFile.IsLarge(path))
            LargeMemory.Release();
        return trimmed;
    }
}
