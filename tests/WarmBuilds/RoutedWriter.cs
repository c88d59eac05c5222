using System.Text;

namespace PerfGate.Tests.WarmBuilds;

/// <summary>A writer that passes on what it gets to whoever reads now.</summary>
internal sealed class RoutedWriter : TextWriter
{
    private readonly Lock _gate = new();
    private TextWriter _target = Null;

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Sets who reads, until the result is disposed of.</summary>
    public IDisposable To(TextWriter target)
    {
        lock (_gate)
            _target = target;
        return new Route(this);
    }

    /// <inheritdoc/>
    public override void Write(char value)
    {
        lock (_gate)
            _target.Write(value);
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count)
    {
        lock (_gate)
            _target.Write(buffer, index, count);
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        lock (_gate)
            _target.Write(value);
    }

    private sealed class Route(RoutedWriter writer) : IDisposable
    {
        public void Dispose()
        {
            lock (writer._gate)
            {
                writer._target.Flush();
                writer._target = Null;
            }
        }
    }
}
