using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Bytes that take long to make and that every run needs: inputs and reference results. Made once, kept on disk under a key of everything
/// that they depend on, and mapped into memory rather than read, so that a run pays for the pages that it touches alone. Several threads may ask; what
/// two of them need is made once.
/// </summary>
/// <param name="folder">Where they are kept.</param>
internal sealed unsafe class KeptFiles(string folder) : IDisposable
{
    private const string PassingPrefix = "passing-";

    private readonly ConcurrentDictionary<string, Lazy<Mapping>> mapped = [];

    /// <summary>The bytes under a key; made where they are not kept yet.</summary>
    /// <param name="kind">What they are, the beginning of the file's name.</param>
    /// <param name="key">Everything that they depend on.</param>
    /// <param name="length">How many there are; a kept file of another length is made again.</param>
    /// <param name="make">Makes them.</param>
    /// <param name="passing">Whether they are for this measurement only (<see cref="Forget"/>).</param>
    public ReadOnlySpan<byte> Get(string kind, string key, long length, Func<byte[]> make, bool passing = false)
    {
        var path = PathOf(kind, key, passing);
        var mapping = mapped.GetOrAdd(path, _ => new(() =>
        {
            if (!Holds(path, length))
                Write(path, make(), passing);
            return new(path);
        }));
        return new(mapping.Value.Start, checked((int)length));
    }

    /// <summary>Whether the bytes under a key are kept.</summary>
    /// <inheritdoc cref="Get"/>
    public bool Has(string kind, string key, long length, bool passing = false) => Holds(PathOf(kind, key, passing), length);

    /// <summary>Keeps bytes under a key.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="key">Everything that they depend on.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="passing">Whether they are for this measurement only.</param>
    public void Keep(string kind, string key, ReadOnlySpan<byte> bytes, bool passing = false) => Write(PathOf(kind, key, passing), bytes, passing);

    /// <summary>Deletes what earlier measurements kept for themselves only.</summary>
    public void Forget()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, PassingPrefix + "*"))
            File.Delete(path);
    }

    public void Dispose()
    {
        foreach (var mapping in mapped.Values.Where(m => m.IsValueCreated))
            mapping.Value.Dispose();
    }

    private static bool Holds(string path, long length) => new FileInfo(path) is { Exists: true } file && file.Length == length;

    // What passes is not worth waiting for the disk.
    private static void Write(string path, ReadOnlySpan<byte> bytes, bool passing)
    {
        if (!passing)
        {
            AtomicFile.Write(path, bytes);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".tmp", bytes);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private string PathOf(string kind, string key, bool passing) =>
        Path.Combine(folder, $"{(passing ? PassingPrefix : "")}{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.bin");

    /// <summary>A file mapped for reading.</summary>
    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile file;
        private readonly MemoryMappedViewAccessor view;

        public Mapping(string path)
        {
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            Start = start;
        }

        public byte* Start { get; }

        public void Dispose()
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }
    }
}
