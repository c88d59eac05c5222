using System.Text;

namespace PerfGate.Tests.WarmBuilds;

/// <summary>A writer that hands on whole lines, as a build reads those of a process.</summary>
/// <param name="read">Gets each line, without its end.</param>
internal sealed class LineWriter(Action<string> read) : TextWriter
{
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (value == '\n')
            End();
        else
            _line.Append(value);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_line.Length > 0)
            End();
        base.Dispose(disposing);
    }

    private void End()
    {
        var line = _line.ToString().TrimEnd('\r');
        _line.Clear();
        read(line);
    }
}
