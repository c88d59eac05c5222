using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>A file of bytes with their digest behind them, which covers the key that they are kept under.</summary>
internal static class KeptFile
{
    private const int DigestBytes = 16;

    // Large ones are read, and digested, by several threads.
    private const int ChunkBytes = 1 << 22;

    /// <summary>Whether a regular file with so many bytes is there.</summary>
    public static bool Fits(string path, long length) =>
        new FileInfo(path) is { Exists: true } file && file.Length == length + DigestBytes && (file.Attributes & FileAttributes.Device) == 0;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that its bytes were kept under.</param>
    /// <param name="length">How many there should be.</param>
    /// <returns>The bytes; null where there is no such file, or where they are others than were kept.</returns>
    public static HeldBytes? Read(string path, string key, long length)
    {
        if (!Fits(path, length))
            return null;
        var bytes = new HeldBytes(length);
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> digest = stackalloc byte[DigestBytes];
            if (ReadAll(file, bytes, length, key) is { } actual && RandomAccess.Read(file, digest, length) == DigestBytes
                && BinaryPrimitives.ReadUInt128LittleEndian(digest) == actual)
            {
                return bytes;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As good as not there.
        }

        bytes.Dispose();
        return null;
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that its bytes are kept under.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="onDisk">Whether to wait until it is on the disk.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string key, ReadOnlySpan<byte> bytes, bool onDisk)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(bytes);
                Span<byte> digest = stackalloc byte[DigestBytes];
                BinaryPrimitives.WriteUInt128LittleEndian(digest, DigestOf(bytes, key));
                stream.Write(digest);
                stream.Flush(flushToDisk: onDisk);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static UInt128? ReadAll(SafeFileHandle file, HeldBytes bytes, long length, string key)
    {
        var digests = new UInt128[ChunksOf(length)];
        var complete = true;
        Parallel.For(0, digests.Length, chunk =>
        {
            var part = bytes.Part(chunk * (long)ChunkBytes, SizeOf(chunk, length));
            var done = 0;
            while (done < part.Length && RandomAccess.Read(file, part[done..], (chunk * (long)ChunkBytes) + done) is var more and > 0)
                done += more;
            if (done < part.Length)
                Volatile.Write(ref complete, false);
            digests[chunk] = XxHash128.HashToUInt128(part);
        });
        return complete ? Together(digests, key) : null;
    }

    private static UInt128 DigestOf(ReadOnlySpan<byte> bytes, string key)
    {
        var digests = new UInt128[ChunksOf(bytes.Length)];
        for (var chunk = 0; chunk < digests.Length; chunk++)
            digests[chunk] = XxHash128.HashToUInt128(bytes.Slice(chunk * ChunkBytes, SizeOf(chunk, bytes.Length)));
        return Together(digests, key);
    }

    private static int ChunksOf(long length) => checked((int)((length + ChunkBytes - 1) / ChunkBytes));

    private static int SizeOf(int chunk, long length) => (int)Math.Min(ChunkBytes, length - (chunk * (long)ChunkBytes));

    private static UInt128 Together(ReadOnlySpan<UInt128> digests, string key)
    {
        var all = new XxHash128();
        all.Append(Encoding.UTF8.GetBytes(key));
        Span<byte> one = stackalloc byte[DigestBytes];
        foreach (var digest in digests)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(one, digest);
            all.Append(one);
        }

        return all.GetCurrentHashAsUInt128();
    }
}
