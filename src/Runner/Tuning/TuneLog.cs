using System.Text;
using System.Text.Json;
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
    private readonly FileStream _file;

    private TuneLog(FileStream file, string? ignored) => (_file, Ignored) = (file, ignored);

    /// <summary>What was not read, in words; null where all was.</summary>
    public string? Ignored { get; }

    /// <summary>How many results it holds.</summary>
    public int Count => _records.Count;

    /// <summary>Opens a log, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PerfGateException">PG9001: it cannot be read or written.</exception>
    public static TuneLog Open(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var (records, ignored, whole) = InputFile.IsThere(path) ? Read(path) : ([], null, 0);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            // A line that was cut off when the last tuning was killed must not become the beginning of the next one.
            file.SetLength(whole);
            file.Seek(0, SeekOrigin.End);
            var log = new TuneLog(file, ignored);
            foreach (var record in records)
                log._records[(record.Stage, record.Key)] = record;
            return log;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(DiagnosticCatalog.FileUnusable(path, e.Message), ExitCode.Usage, e);
        }
    }

    /// <summary>A result; null where there is none.</summary>
    public TuneRecord? Find(TuneStage stage, string key) => _records.GetValueOrDefault((stage, key));

    /// <summary>Appends a result.</summary>
    public void Add(TuneRecord record)
    {
        _file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, TuneJson.Default.TuneRecord) + "\n"));
        _file.Flush(flushToDisk: true);
        _records[(record.Stage, record.Key)] = record;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static (List<TuneRecord> Records, string? Ignored, long Whole) Read(string path)
    {
        var bytes = InputFile.Bytes(path, FileLimit.Result);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var records = new List<TuneRecord>();
        var unreadable = 0;
        foreach (
            var line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            try
            {
                if (JsonSerializer.Deserialize(line, TuneJson.Default.TuneRecord) is { } record)
                    records.Add(record);
                else
                    unreadable++;
            }
            catch (JsonException)
            {
                unreadable++;
            }
        }

        var lines = unreadable == 1 ? "one line that is no result" : $"{unreadable} lines that are no results";
        string[] ignored =
        [
            .. whole < bytes.Length ? ["its last line, which was cut off"] : (string[])[],
            .. unreadable > 0 ? [lines] : (string[])[],
        ];
        return (records, ignored.Length == 0 ? null : string.Join(", and ", ignored), whole);
    }
}
