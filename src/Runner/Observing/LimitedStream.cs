namespace PerfGate.Runner.Observing;

/// <summary>
/// What a process prints, read to its end and counted, so that a process which prints without end is noticed.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="limit">Bytes after which <paramref name="tooMuch"/> is called, once.</param>
/// <param name="tooMuch">Ends the process.</param>
internal sealed class LimitedStream(Stream inner, long limit, Action tooMuch) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        if (_read <= limit && _read + count > limit)
            tooMuch();
        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
