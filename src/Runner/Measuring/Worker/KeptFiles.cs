using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Bytes that take long to make and that every run needs: inputs and expected outputs. Made once, and kept on disk
/// under a key of everything that they depend on, with a digest. A file that is damaged, or holds something else, is
/// thrown away and made again, at any time: a kernel may write to one of them. Files are mapped, because copies of them
/// cost a run more than anything else that is not the kernel. Several threads may ask; what two of them need is made
/// once.
/// </summary>
/// <param name="folder">
/// Where they are kept; null to keep them in memory only. Several processes may use it at the same time.
/// </param>
/// <param name="own">Where those are kept that are for this measurement only; null for the same folder.</param>
/// <param name="guarded">
/// Whether nothing that happens to the files can reach this process: they are copied, as far as they take a quarter of
/// the memory, and what they do not hold is made and kept in memory.
/// </param>
internal sealed class KeptFiles(string? folder, string? own = null, bool guarded = false) : IDisposable
{
    private const string PassingPrefix = "passing-";

    private readonly ConcurrentDictionary<string, Lazy<HeldBytes>> _held = [];

    // Somebody may be looking at them still.
    private readonly ConcurrentBag<HeldBytes> _outdated = [];

    // Where there is no folder, or nothing is written to it.
    private readonly ConcurrentDictionary<string, byte[]> _inMemory = [];

    private readonly ConcurrentDictionary<string, bool> _damaged = new(StringComparer.Ordinal);

    private long _roomForCopies = guarded ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 : 0;

    private Task _ahead = Task.CompletedTask;

    /// <summary>The files that somebody else wrote to while this process needed them, one line each.</summary>
    /// <param name="root">What their paths are relative to in the text.</param>
    public IEnumerable<string> Warnings(string root) =>
        from path in _damaged.Keys.Order(StringComparer.Ordinal)
        select $"{Path.GetRelativePath(root, path)} was damaged while kernels ran, by one of them or by another "
            + "program; PerfGate noticed, and made its bytes again";

    /// <summary>The bytes under a key; made where they are not kept yet.</summary>
    /// <param name="kind">What they are, the beginning of the file's name.</param>
    /// <param name="key">Everything that they depend on.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="make">Makes them; null if it has kept them itself (<see cref="Keep"/>).</param>
    /// <param name="passing">Whether they are for this measurement only (<see cref="Forget"/>).</param>
    public ReadOnlySpan<byte> Get(string kind, string key, long length, Func<byte[]?> make, bool passing = false)
    {
        var (name, changed) = (NameOf(kind, key, passing), guarded);
        while (true)
        {
            var bytes = _held.GetOrAdd(name, _ => new(() => Load(name, key, length, make, passing, changed)));
            if (!bytes.Value.MayHaveChanged)
                return bytes.Value.Span;
            changed = true;
            if (_held.TryRemove(new(name, bytes)))
                _outdated.Add(bytes.Value);
        }
    }

    /// <summary>Asks for bytes in the background, while this process has to wait for something else.</summary>
    /// <param name="asking">What asks for them. The next caller gets the error again.</param>
    public void InBackground(Action asking) => _ahead = Task.Run(asking);

    /// <summary>
    /// Whether a file of that length is there under a key. Whether its bytes are those that were kept,
    /// <see cref="Get"/> finds out.
    /// </summary>
    /// <inheritdoc cref="Get"/>
    public bool Has(string kind, string key, long length, bool passing = false)
    {
        var name = NameOf(kind, key, passing);
        return _inMemory.ContainsKey(name) || (folder is not null && KeptFile.Fits(PathOf(name, passing), length));
    }

    /// <summary>Keeps bytes under a key.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="key">Everything that they depend on.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="passing">Whether they are for this measurement only.</param>
    /// <exception cref="PerfGateException">PG9001: the file cannot be written.</exception>
    public void Keep(string kind, string key, ReadOnlySpan<byte> bytes, bool passing = false) =>
        Write(NameOf(kind, key, passing), key, bytes, passing);

    /// <summary>Deletes what earlier measurements kept for themselves only.</summary>
    public void Forget()
    {
        if ((own ?? folder) is not { } mine || !Directory.Exists(mine))
            return;
        foreach (var path in Directory.EnumerateFiles(mine, PassingPrefix + "*"))
            File.Delete(path);
    }

    public void Dispose()
    {
        ((IAsyncResult)_ahead).AsyncWaitHandle.WaitOne();
        foreach (var bytes in _held.Values.Where(m => m.IsValueCreated).Select(m => m.Value).Concat(_outdated))
            bytes.Dispose();
    }

    private HeldBytes Load(string name, string key, long length, Func<byte[]?> make, bool passing, bool changed)
    {
        if (Find(name, key, length, passing) is { } found)
            return found;
        if (changed && File.Exists(PathOf(name, passing)))
            _damaged[PathOf(name, passing)] = true;
        if (make() is { } made)
            Write(name, key, made, passing);
        return Find(name, key, length, passing)
            ?? throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(
                    PathOf(name, passing),
                    "it does not hold what was just written to it; another program changes it."
                ),
                ExitCode.Environment
            );
    }

    private HeldBytes? Find(string name, string key, long length, bool passing) =>
        _inMemory.TryGetValue(name, out var bytes) ? HeldBytes.CopyOf(bytes)
        : folder is null ? null
        : KeptFile.Open(
            PathOf(name, passing),
            key,
            length,
            copy: guarded && Interlocked.Add(ref _roomForCopies, -length) >= 0
        );

    private void Write(string name, string key, ReadOnlySpan<byte> bytes, bool passing)
    {
        if (folder is null || guarded)
        {
            _inMemory[name] = bytes.ToArray();
            return;
        }

        var path = PathOf(name, passing);
        try
        {
            KeptFile.Write(path, key, bytes, onDisk: !passing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(path, $"the file could not be written: {e.Message}"),
                ExitCode.Usage,
                e
            );
        }
    }

    private string PathOf(string name, bool passing) =>
        Path.Combine((passing ? own : null) ?? folder ?? "", name);

    private static string NameOf(string kind, string key, bool passing) =>
        $"{(passing ? PassingPrefix : "")}{kind}-"
        + $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.bin";
}
