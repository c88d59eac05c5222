using PerfGate.Core.Text;

namespace PerfGate.Runner.Processes;

/// <summary>
/// The last lines that a process printed, without anything that a terminal or a log would obey. Its size is bounded.
/// </summary>
internal sealed class LastLines
{
    /// <summary>How many bytes of a line are worth reading.</summary>
    public const int LineBytes = 2048;

    private const int KeptLines = 20;
    private const int LineCharacters = 300;
    private const int TextCharacters = 600;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];

    /// <summary>Adds a line; an empty one is passed over.</summary>
    public void Add(string line)
    {
        var inert = PlainText.LogLine(line, LineCharacters);
        if (inert.Length == 0)
            return;
        lock (_gate)
        {
            _lines.Enqueue(inert);
            if (_lines.Count > KeptLines)
                _lines.Dequeue();
        }
    }

    /// <summary>As many of the last lines as fit into a sentence, parted by bars; empty if there are none.</summary>
    public override string ToString()
    {
        string[] kept;
        lock (_gate)
            kept = [.. _lines];
        var first = kept.Length;
        for (
            var length = 0;
            first > 0 && length + kept[first - 1].Length <= TextCharacters;
            length += kept[first].Length + 3
        )
            first--;
        return string.Join(" | ", kept[first..]);
    }
}
