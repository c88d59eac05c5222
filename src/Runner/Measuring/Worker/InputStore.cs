using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Files;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>The bytes that buffers hold before a kernel runs. Large ones are kept on disk, because every run needs the same.</summary>
/// <param name="folder">Where they are kept.</param>
internal sealed class InputStore(string folder)
{
    // Below this, generating is quicker than reading a file.
    private const long WorthKeepingBytes = 1 << 20;

    /// <summary>What a buffer holds.</summary>
    public byte[] BytesOf(BufferSpec buffer)
    {
        if (buffer.Bytes < WorthKeepingBytes || buffer.Fill.Kind is FillKind.Poison or FillKind.Constant)
            return BufferData.Generate(buffer);
        var path = Path.Combine(folder, $"input-{Key(buffer)}.bin");
        if (new FileInfo(path) is { Exists: true } file && file.Length == buffer.Bytes)
            return File.ReadAllBytes(path);
        var bytes = BufferData.Generate(buffer);
        AtomicFile.Write(path, bytes);
        return bytes;
    }

    /// <summary>Everything that decides a buffer's bytes, as text.</summary>
    public static string Describe(BufferSpec buffer) => string.Create(
        CultureInfo.InvariantCulture,
        $"{buffer.Type} {buffer.Count} {buffer.Fill.Kind} {buffer.Fill.A:R} {buffer.Fill.B:R} {buffer.Seed}");

    private static string Key(BufferSpec buffer) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Describe(buffer))))[..32];
}
