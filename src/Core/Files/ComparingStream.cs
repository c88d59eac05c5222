namespace PerfGate.Core.Files;

/// <summary>Compares what is written to it with what a file holds, and keeps nothing.</summary>
/// <param name="old">The file, at its beginning.</param>
internal sealed class ComparingStream(Stream old) : Stream
{
    private readonly byte[] _chunk = new byte[1 << 16];
    private bool _differs;

    /// <summary>Whether all that was written is all that the file holds.</summary>
    public bool IsSame => !_differs && old.ReadByte() < 0;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!_differs && !buffer.IsEmpty)
        {
            var part = _chunk.AsSpan(0, Math.Min(_chunk.Length, buffer.Length));
            _differs =
                old.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length
                || !part.SequenceEqual(buffer[..part.Length]);
            buffer = buffer[part.Length..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
