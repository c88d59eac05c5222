using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

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
        var referencePath = Path.Combine(folder, "reference.json");
        // Of a thousand cases these two are tens of megabytes each.
        var measured = Task.Run(() => ReadMeasurement(Path.Combine(folder, "measurement.json")));
        var reference = ReadBaseline(referencePath);
        var measurement = measured.GetAwaiter().GetResult();
        var historyPath =
            measurement is null || baselines is null
                ? null
                : BaselineFile.PathOf(baselines, measurement.Environment.DeviceSlug);
        var history =
            historyPath is null || FileContent.IsSame(historyPath, referencePath)
                ? reference
                : BaselineFile
                    .ReadAll(historyPath)
                    .Find(new(measurement!.Project, _ => true))
                    ?.Baseline.Measurements ?? [];
        return new(
            verdict,
            measurement,
            reference.IsEmpty ? null : reference[^1],
            ReadMeasurement(Path.Combine(folder, "trial.json")),
            history.IsEmpty ? reference : history)
        {
            Explanation = ReadExplanation(folder),
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

    private static Measurement? ReadMeasurement(string path) =>
        InputFile.IsThere(path)
            ? JsonFile.Read<Measurement>(path, PerfGateJson.Default, "measurement.schema.json")
            : null;

    /// <summary>Reads <c>explain.json</c>; null where nothing was explained.</summary>
    /// <param name="folder">The folder of the steps' files.</param>
    /// <exception cref="PerfGateException">
    /// PG9001-PG9004: it cannot be read, or does not fit its schema.
    /// </exception>
    public static ExplainReport? ReadExplanation(string folder) =>
        Path.Combine(folder, ExplainReport.FileName) is var path && InputFile.IsThere(path)
            ? JsonFile.Read<ExplainReport>(path, PerfGateJson.Default, ExplainReport.SchemaName)
            : null;

    private static ImmutableArray<Measurement> ReadBaseline(string path) =>
        InputFile.IsThere(path)
            ? JsonFile.Read<Baseline>(path, PerfGateJson.Default, "baseline.schema.json").Measurements
            : [];
}
