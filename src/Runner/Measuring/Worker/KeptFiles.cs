using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Bytes that take long to make and that every run needs: inputs and reference results. Made once, and kept on disk under
/// a key of everything that they depend on, with a digest. A file that is damaged, or holds something else, is thrown away
/// and made again. Files are read, not mapped: what a kernel does to one of them later reaches no case that has its bytes.
/// Several threads may ask; what two of them need is made once.
/// </summary>
/// <param name="folder">Where they are kept; null to keep them in memory only.</param>
internal sealed class KeptFiles(string? folder) : IDisposable
{
    private const string PassingPrefix = "passing-";

    private readonly ConcurrentDictionary<string, Lazy<HeldBytes>> held = [];

    // What could not be written, by this process alone.
    private readonly ConcurrentDictionary<string, byte[]> unwritten = [];

    /// <summary>The bytes under a key; made where they are not kept yet.</summary>
    /// <param name="kind">What they are, the beginning of the file's name.</param>
    /// <param name="key">Everything that they depend on.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="make">Makes them; null where it has kept them itself (<see cref="Keep"/>).</param>
    /// <param name="passing">Whether they are for this measurement only (<see cref="Forget"/>).</param>
    public ReadOnlySpan<byte> Get(string kind, string key, long length, Func<byte[]?> make, bool passing = false)
    {
        var name = NameOf(kind, key, passing);
        return held.GetOrAdd(name, _ => new(() => Load(name, key, length, make, passing))).Value.Span;
    }

    /// <summary>
    /// Whether a file of that length is there under a key. Whether its bytes are those that were kept, <see cref="Get"/>
    /// finds out.
    /// </summary>
    /// <inheritdoc cref="Get"/>
    public bool Has(string kind, string key, long length, bool passing = false)
    {
        var name = NameOf(kind, key, passing);
        return unwritten.ContainsKey(name) || (folder is not null && KeptFile.Fits(Path.Combine(folder, name), length));
    }

    /// <summary>Keeps bytes under a key.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="key">Everything that they depend on.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="passing">Whether they are for this measurement only.</param>
    public void Keep(string kind, string key, ReadOnlySpan<byte> bytes, bool passing = false) =>
        Write(NameOf(kind, key, passing), key, bytes, passing);

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
        foreach (var bytes in held.Values.Where(m => m.IsValueCreated))
            bytes.Value.Dispose();
    }

    private HeldBytes Load(string name, string key, long length, Func<byte[]?> make, bool passing)
    {
        if (Find(name, key, length) is { } found)
            return found;
        if (make() is { } made)
            Write(name, key, made, passing);
        return Find(name, key, length)
            ?? throw new IOException($"{name} is not what was just written there: another program changes the files in {folder}");
    }

    private HeldBytes? Find(string name, string key, long length) =>
        unwritten.TryGetValue(name, out var bytes) ? HeldBytes.CopyOf(bytes)
        : folder is null ? null
        : KeptFile.Read(Path.Combine(folder, name), key, length);

    private void Write(string name, string key, ReadOnlySpan<byte> bytes, bool passing)
    {
        try
        {
            if (folder is null)
                unwritten[name] = bytes.ToArray();
            else
                KeptFile.Write(Path.Combine(folder, name), key, bytes, onDisk: !passing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Kept by this process alone, and made again by the next.
            unwritten[name] = bytes.ToArray();
        }
    }

    private static string NameOf(string kind, string key, bool passing) =>
        $"{(passing ? PassingPrefix : "")}{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.bin";
}
