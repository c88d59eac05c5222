using System.Text;

namespace PerfGate.Runner.Processes;

/// <summary>Reads lines from a process that may print anything: what is kept of a line has a limit.</summary>
internal static class BoundedLines
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Reads to the end of a stream, on a thread of its own, because reading a pipe blocks one.</summary>
    /// <param name="stream">The stream, which is not closed.</param>
    /// <param name="limit">How many bytes are kept of a line.</param>
    /// <param name="onLine">Called with each line, and whether it was cut.</param>
    public static Task ReadAsync(Stream stream, int limit, Action<string, bool> onLine) =>
        Task.Factory.StartNew(
            () => Read(stream, limit, onLine),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static void Read(Stream stream, int limit, Action<string, bool> onLine)
    {
        var (chunk, line) = (new byte[ChunkBytes], new LineBuffer(limit));
        try
        {
            while (stream.Read(chunk) is var length and > 0)
            {
                var rest = chunk.AsSpan(0, length);
                while (rest.IndexOf((byte)'\n') is var end and >= 0)
                {
                    line.Add(rest[..end]);
                    line.Tell(onLine);
                    rest = rest[(end + 1)..];
                }

                line.Add(rest);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The parent no longer waits for what the process prints.
        }

        if (line.Length > 0)
            line.Tell(onLine);
    }

    private sealed class LineBuffer(int limit)
    {
        private readonly byte[] _bytes = new byte[limit];
        private bool _cut;

        public int Length { get; private set; }

        public void Add(ReadOnlySpan<byte> more)
        {
            var kept = more[..Math.Min(more.Length, limit - Length)];
            kept.CopyTo(_bytes.AsSpan(Length));
            Length += kept.Length;
            _cut |= kept.Length < more.Length;
        }

        public void Tell(Action<string, bool> onLine)
        {
            onLine(Encoding.UTF8.GetString(_bytes, 0, Length).TrimEnd('\r'), _cut);
            (Length, _cut) = (0, false);
        }
    }
}
