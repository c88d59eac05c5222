using System.Text;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// Reads all that a process prints, so that it never waits for a reader, and keeps the end. It looks at no line,
/// because the process is being timed.
/// </summary>
/// <param name="limit">Bytes after which <paramref name="tooMuch"/> is called, once.</param>
/// <param name="tooMuch">Ends the process.</param>
internal sealed class OutputTail(long limit, Action tooMuch)
{
    private const int KeptBytes = 16 * 1024;

    // The newest bytes lie at the end of the filled part of one, the bytes before them in the other.
    private byte[] _newest = new byte[KeptBytes];
    private byte[] _before = new byte[KeptBytes];
    private int _filled;
    private bool _wrapped;
    private long _read;

    /// <summary>The last lines; the first of them may be cut. To be asked when the reading has ended.</summary>
    public IEnumerable<string> Lines
    {
        get { return Encoding.UTF8.GetString([.. _wrapped ? _before : [], .. _newest[.._filled]]).Split('\n'); }
    }

    /// <summary>Reads to the end of a stream, on a thread of its own, because reading a pipe blocks one.</summary>
    public Task ReadAsync(Stream stream) =>
        Task.Factory.StartNew(
            () => Read(stream),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private void Read(Stream stream)
    {
        try
        {
            while (stream.Read(_newest.AsSpan(_filled)) is var count and > 0)
            {
                _filled += count;
                if (_filled == KeptBytes)
                {
                    (_newest, _before) = (_before, _newest);
                    (_filled, _wrapped) = (0, true);
                }

                if (_read <= limit && _read + count > limit)
                    tooMuch();
                _read += count;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody waits for what the process prints any more.
        }
    }
}
