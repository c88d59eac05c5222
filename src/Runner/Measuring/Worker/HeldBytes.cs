using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Bytes that no collection moves: a copy in memory, or a file that is mapped for reading.</summary>
/// <remarks>What is mapped behind the end of a file that is cut afterwards ends the process that reads it.</remarks>
internal sealed unsafe class HeldBytes : IDisposable
{
    // A span has no more than an int counts.
    private const int PartBytes = 1 << 30;

    private readonly byte* _start;
    private readonly long _length;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly FileStamp? _stamp;

    private HeldBytes(byte* start, long length, MemoryMappedViewAccessor? view, FileStamp? stamp)
    {
        _start = start;
        (_length, _view, _stamp) = (length, view, stamp);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => new(_start, checked((int)_length));

    /// <summary>
    /// Whether somebody has written to the file since it was mapped, so that the bytes may be others than they were.
    /// </summary>
    public bool MayHaveChanged => _stamp is { } stamp && FileStamp.Of(stamp.Path) != stamp;

    /// <summary>Holds a copy.</summary>
    public static HeldBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var start = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, bytes.Length));
        bytes.CopyTo(new(start, bytes.Length));
        return new(start, bytes.Length, null, null);
    }

    /// <summary>Maps the beginning of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How many bytes it holds.</param>
    /// <param name="behind">How many more lie behind them, which only <see cref="Part"/> reaches; at least one.</param>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public static HeldBytes Map(string path, long length, int behind)
    {
        var stamp = FileStamp.Of(path);
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, length + behind, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return new(start, length, view, stamp);
    }

    /// <summary>Copies the beginning of a file.</summary>
    /// <inheritdoc cref="Map"/>
    /// <exception cref="IOException">It cannot be read, or is shorter.</exception>
    public static HeldBytes Read(string path, long length, int behind)
    {
        using var file = File.OpenHandle(path);
        var start = (byte*)NativeMemory.Alloc((nuint)(length + behind));
        var held = new HeldBytes(start, length, null, null);
        try
        {
            for (long at = 0; at < length + behind;)
            {
                var part = new Span<byte>(start + at, (int)Math.Min(PartBytes, length + behind - at));
                at += RandomAccess.Read(file, part, at) is > 0 and var read ? read : throw new EndOfStreamException();
            }
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return held;
    }

    /// <summary>A part of them.</summary>
    public ReadOnlySpan<byte> Part(long offset, int count) => new(_start + offset, count);

    public void Dispose()
    {
        if (_view is null)
        {
            NativeMemory.Free(_start);
            return;
        }

        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }

    /// <summary>What tells that a file was written to.</summary>
    private readonly record struct FileStamp(string Path, long Length, DateTime Written)
    {
        public static FileStamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new(path, file.Length, file.LastWriteTimeUtc) : new(path, -1, default);
        }
    }
}
