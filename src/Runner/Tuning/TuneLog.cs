using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>
/// The log of a tuning: one JSON object a line, only ever appended to, each line on the disk before the next variant
/// begins. A tuning that was interrupted goes on from it.
/// </summary>
internal sealed class TuneLog : IDisposable
{
    private readonly Dictionary<(TuneStage Stage, string Key), TuneRecord> _records = [];
    private readonly JsonLinesFile<TuneRecord> _file;

    private TuneLog(JsonLinesFile<TuneRecord> file)
    {
        _file = file;
        foreach (var record in file.Records)
            _records[(record.Stage, record.Key)] = record;
    }

    /// <summary>What was not read, in words; null if all was.</summary>
    public string? Ignored => _file.Ignored;

    /// <summary>How many results it holds.</summary>
    public int Count => _records.Count;

    /// <summary>Opens a log, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PerfGateException">PG9001: it cannot be read or written.</exception>
    public static TuneLog Open(string path) => new(JsonLines.Open(path, TuneJson.Default.TuneRecord));

    /// <summary>A result; null if there is none.</summary>
    public TuneRecord? Find(TuneStage stage, string key) => _records.GetValueOrDefault((stage, key));

    /// <summary>Appends a result.</summary>
    public void Add(TuneRecord record)
    {
        _file.Add(record);
        _records[(record.Stage, record.Key)] = record;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
