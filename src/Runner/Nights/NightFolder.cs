using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Core.Nights;

namespace PerfGate.Runner.Nights;

/// <summary>
/// The folder of a history: <c>DEVICE.jsonl</c> for each device, <c>commits.jsonl</c> with what bisections found, and
/// the page that is made of them.
/// </summary>
/// <param name="folder">The folder, absolute.</param>
/// <param name="console">Where it says what it leaves out.</param>
internal sealed class NightFolder(string folder, TextWriter console)
{
    private const string Ending = ".jsonl";
    private const string CommitsName = "commits.jsonl";

    private string Commits => Path.Combine(folder, CommitsName);

    /// <summary>Appends a measurement, unless it is there already.</summary>
    /// <param name="path">The <c>measurement.json</c>.</param>
    /// <returns>How many lines were appended.</returns>
    /// <exception cref="PerfGateException">PG2120: it is of no commit, or has no times.</exception>
    public int Append(string path)
    {
        var measurement = JsonFile.Read(path, PerfGateJson.Default.Measurement, "measurement.schema.json");
        if (Refusal(measurement) is { } why)
            throw new PerfGateException(DiagnosticCatalog.NotForHistory(path, why), ExitCode.Usage);
        var records = NightRecord.Of(measurement);
        if (records.IsEmpty)
            throw new PerfGateException(
                DiagnosticCatalog.NotForHistory(path, "none of its cases was measured. Look at its reasons."),
                ExitCode.Usage
            );
        using var file = JsonLines.Open(
            Path.Combine(folder, records[0].Device + Ending),
            NightJson.Default.NightRecord
        );
        Say(records[0].Device + Ending, file.Ignored);
        var known = file.Records.Select(r => (r.At, r.Case)).ToHashSet();
        NightRecord[] added = [.. records.Where(r => !known.Contains((r.At, r.Case)))];
        file.Add(added);
        return added.Length;
    }

    /// <summary>The histories, by device.</summary>
    /// <exception cref="PerfGateException">PG2121: there is none, or its files are empty.</exception>
    public ImmutableSortedDictionary<string, ImmutableArray<NightHistory>> Read()
    {
        string[] files =
        [
            .. (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Ending) : [])
                .Where(f => Path.GetFileName(f) != CommitsName)
                .Order(StringComparer.Ordinal),
        ];
        var records = files
            .SelectMany(f => Lines(f, NightJson.Default.NightRecord))
            .GroupBy(r => r.Device, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(g => g.Key, NightHistory.Of, StringComparer.Ordinal);
        return records.IsEmpty
            ? throw new PerfGateException(
                [.. files.DefaultIfEmpty(folder).Select(f => DiagnosticCatalog.NoHistory(f, files.Length > 0))],
                ExitCode.Usage
            )
            : records;
    }

    /// <summary>What bisections found.</summary>
    public ImmutableArray<NamedChange> Named() => Lines(Commits, NightJson.Default.NamedChange);

    /// <summary>Appends what a bisection found.</summary>
    /// <param name="named">What it found.</param>
    public void Name(NamedChange named)
    {
        using var file = JsonLines.Open(Commits, NightJson.Default.NamedChange);
        Say(CommitsName, file.Ignored);
        file.Add(named);
    }

    /// <summary>Writes the page.</summary>
    /// <returns>Its path.</returns>
    public string WritePage()
    {
        var path = Path.Combine(folder, "index.html");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(NightPage.Render(Read(), Named())));
        // GitHub Pages would otherwise put the files through a site generator.
        AtomicFile.Write(Path.Combine(folder, ".nojekyll"), []);
        return path;
    }

    /// <summary>
    /// The newest change of a device that a bisection can name and has not; null if there is none.
    /// </summary>
    /// <param name="device">The device's model as a file name; null for all.</param>
    public LevelChange? Unnamed(string? device)
    {
        var named = new NamedCommits(Named());
        return Read()
            .Where(d => device is null || d.Key == device)
            .SelectMany(d => d.Value)
            .SelectMany(h => h.Changes)
            .Where(c => c.First.Role == CaseRole.Case && c.CanBeBisected && named.Of(c) is null)
            .OrderByDescending(c => c.First.At)
            .ThenByDescending(c => c.Ratio)
            .FirstOrDefault();
    }

    private ImmutableArray<T> Lines<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        var read = JsonLines.Read(path, type);
        Say(Path.GetFileName(path), read.Ignored);
        return read.Records;
    }

    private void Say(string name, string? ignored)
    {
        if (ignored is not null)
            console.WriteLine($"{name} is read, except {ignored}.");
    }

    private static string? Refusal(Measurement measurement) =>
        measurement switch
        {
            { Interleaved: true } => "it was taken beside a base. Measure alone, with -p:PerfGateReference=none.",
            { Shard: not null } => "it is a part. Put the parts together first: 'perfgate merge'.",
            { Environment.Git: null } => "it names no commit. Measure in a git repository.",
            { Environment.Git.Dirty: true } => "the work tree had changes. Measure a commit as it is.",
            _ => null,
        };
}
