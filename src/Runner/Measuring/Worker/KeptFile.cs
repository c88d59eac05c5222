using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>A file of bytes with their digest behind them, which covers the key that they are kept under.</summary>
internal static class KeptFile
{
    private const int DigestBytes = 16;

    // Large ones are digested by several threads.
    private const int ChunkBytes = 1 << 22;

    /// <summary>Whether a regular file with so many bytes is there.</summary>
    public static bool Fits(string path, long length) =>
        new FileInfo(path) is { Exists: true } file
        && file.Length == length + DigestBytes
        && (file.Attributes & FileAttributes.Device) == 0;

    /// <summary>Maps or copies a file, and looks whether its bytes are those that were kept.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that its bytes were kept under.</param>
    /// <param name="length">How many there should be.</param>
    /// <param name="copy">Whether to copy it: nobody can change the bytes then once they were looked at.</param>
    /// <returns>The bytes; null if there is no such file, or if they are others than were kept.</returns>
    public static HeldBytes? Open(string path, string key, long length, bool copy)
    {
        if (!Fits(path, length))
            return null;
        HeldBytes? all = null;
        try
        {
            all = copy ? HeldBytes.Read(path, length, DigestBytes) : HeldBytes.Map(path, length, DigestBytes);
            if (BinaryPrimitives.ReadUInt128LittleEndian(all.Part(length, DigestBytes)) == DigestOf(all, key, length))
                return all;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As good as not there.
        }

        all?.Dispose();
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

    private static UInt128 DigestOf(HeldBytes bytes, string key, long length)
    {
        var digests = new UInt128[ChunksOf(length)];
        Parallel.For(0, digests.Length, chunk =>
            digests[chunk] = XxHash128.HashToUInt128(bytes.Part(chunk * (long)ChunkBytes, SizeOf(chunk, length))));
        return Together(digests, key);
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
