using System.Collections.Concurrent;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>What is known about files during one build; each is looked at once, however many modules include
/// it.</summary>
/// <param name="root">The directory that relative paths are relative to: the one that compilers run in.</param>
internal sealed class FileFacts(string root)
{
    // Programs are tens of megabytes. Below this, the content decides.
    private const long LargestHashed = 4 << 20;

    private readonly ConcurrentDictionary<string, string?> _hashes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _identities = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _directories = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IncludeScan> _scans = new(StringComparer.Ordinal);

    /// <summary>The directory that compilers run in.</summary>
    public string Root => root;

    /// <summary>The absolute form of a path.</summary>
    public string Absolute(string path) => ForeignPath.Full(path, root);

    /// <summary>Whether a path is a file; links are followed.</summary>
    public bool IsFile(string path) => _files.GetOrAdd(path, static p => File.Exists(p));

    /// <summary>Whether a path is a directory; links are followed.</summary>
    public bool IsDirectory(string path) => _directories.GetOrAdd(path, static p => Directory.Exists(p));

    /// <summary>The hash of a file's content; null if it is not a readable file.</summary>
    public string? Hash(string path) => _hashes.GetOrAdd(path, static p => HashNow(p));

    /// <summary>
    /// What tells one version of a tool or of its data from another: where links lead, and the content, or of large
    /// files
    /// the size and the times of creation and of the last change. Null where there is no such file.
    /// </summary>
    public string? Identity(string path) => _identities.GetOrAdd(path, IdentityNow);

    /// <summary>What a source looks for.</summary>
    public IncludeScan Scan(string path) => _scans.GetOrAdd(path, static p =>
    {
        var text = InputFile.Text(p, FileLimit.ObjectFile);
        return text.Contains('\0', StringComparison.Ordinal) ? IncludeScan.Nothing : IncludeScan.Of(text);
    });

    private string? IdentityNow(string path)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            if (!target.Exists)
                return null;
            var version =
                target.Length <= LargestHashed
                    ? Hash(target.FullName)
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{target.Length} {target.LastWriteTimeUtc.Ticks} {target.CreationTimeUtc.Ticks}"
                    );
            return $"{path} {target.FullName} {version}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? HashNow(string path)
    {
        try
        {
            return File.Exists(path) ? FileDigest.Of(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PerfGateException)
        {
            return null;
        }
    }
}
