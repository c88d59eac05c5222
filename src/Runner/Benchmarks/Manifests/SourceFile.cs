using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Outlines;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>A source with the files that it includes in quotes, as far as manifests need to know it.</summary>
internal sealed partial class SourceFile
{
    private readonly ImmutableArray<FoundKernel> _kernels;
    private readonly string _code;
    private readonly Lazy<string> _digest;
    private readonly Lazy<ImmutableArray<KernelOutline>> _outlines;

    // All files that a source includes together.
    private const long MostCharacters = 128_000_000;

    private SourceFile(
        string path,
        ImmutableArray<FoundKernel> kernels,
        IReadOnlyDictionary<string, string> files,
        ImmutableArray<Diagnostic> faults
    )
    {
        var texts = files.Values.ToList();
        Path = path;
        Files = [.. files.Keys];
        Faults = faults;
        _kernels = kernels;
        _code = string.Join('\n', texts.Select(t => Comment().Replace(t, " ")));
        _digest = new(() => SourceDigest.Of(texts));
        _outlines = new(() => [.. texts.SelectMany(t => KernelOutlines.Read(t))]);
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Itself and the files that it includes in quotes, as far as they are there; absolute.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>What of it and its includes is there and cannot be read: a pipe, or a file that is too large.</summary>
    public ImmutableArray<Diagnostic> Faults { get; }

    /// <summary>The kernels that it and its includes define.</summary>
    public IEnumerable<string> KernelNames => _kernels.Select(k => k.Name).Distinct();

    /// <summary>Digest of what it and its includes say, comments aside.</summary>
    public string Digest => _digest.Value;

    /// <summary>Reads a source.</summary>
    /// <returns>The source; null where there is no such file.</returns>
    public static SourceFile? Open(string fullPath)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = new List<Diagnostic>();
        Collect(fullPath, texts, faults);
        return texts.Count == 0 && faults.Count == 0
            ? null
            : new(
                fullPath,
                [.. texts.SelectMany(t => Kernels(t.Key, t.Value))],
                texts, [.. faults]);
    }

    /// <summary>The kernel of that name; null where the scan finds none.</summary>
    public FoundKernel? FindKernel(string name) => _kernels.FirstOrDefault(k => k.Name == name);

    /// <summary>What a kernel does with its parameters; null where its text does not tell.</summary>
    public KernelOutline? OutlineOf(string kernel) => _outlines.Value.FirstOrDefault(o => o.Name == kernel);

    /// <summary>
    /// Whether the code, comments aside, has this identifier at all: macros may define what a scan cannot see.
    /// </summary>
    public bool Mentions(string identifier) =>
        Regex.IsMatch(
            _code,
            $@"(?<![A-Za-z0-9_]){Regex.Escape(identifier)}(?![A-Za-z0-9_])",
            RegexOptions.CultureInvariant
        );

    // Without recursion: a chain of includes may be longer than the stack is deep.
    private static void Collect(string source, Dictionary<string, string> texts, List<Diagnostic> faults)
    {
        var pending = new Stack<string>([source]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var characters = 0L;
        while (pending.TryPop(out var path))
        {
            // The caller reports a missing source, and the compiler a missing include: it knows more include paths. A
            // compiler ignores a folder of that name.
            if (!seen.Add(path) || !InputFile.IsThere(path) || (path != source && Directory.Exists(path)))
                continue;
            try
            {
                texts[path] = InputFile.Text(path, FileLimit.Source);
                if ((characters += texts[path].Length) > MostCharacters)
                    throw new PerfGateException(
                        DiagnosticCatalog.SourcesTooLarge(new(source), MostCharacters),
                        ExitCode.Usage
                    );
                foreach (
                    var include in KernelSourceScanner
                        .ScanIncludes(texts[path])
                        .Reverse()
                        .Where(i => !i.Contains('\0', StringComparison.Ordinal))
                )
                    pending.Push(System.IO.Path.GetFullPath(include, System.IO.Path.GetDirectoryName(path)!));
            }
            catch (PerfGateException e)
            {
                faults.AddRange(e.Diagnostics);
                return;
            }
        }
    }

    private static IEnumerable<FoundKernel> Kernels(string path, string text) =>
        KernelSourceScanner.Scan(text).Select(k => new FoundKernel(k.Name, k.ParameterCount, path, k.Line) {
            MayWrite = k.MayWrite,
            Parameters = k.Parameters,
        });

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}

/// <summary>A kernel that a scan found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ParameterCount">How many parameters it takes.</param>
/// <param name="Path">The file that defines it.</param>
/// <param name="Line">The line of <c>__global__</c>, counted from 1.</param>
internal sealed record FoundKernel(string Name, int ParameterCount, string Path, int Line)
{
    /// <summary>Per parameter whether the kernel may write through it.</summary>
    public ImmutableArray<bool> MayWrite { get; init; } = [];

    /// <summary>Its parameters, in order.</summary>
    public ImmutableArray<KernelParameter> Parameters { get; init; } = [];
}

/// <summary>The sources that manifests name, each read once.</summary>
internal sealed class SourceCatalog
{
    private readonly Dictionary<string, SourceFile?> _read = new(StringComparer.Ordinal);

    /// <summary>Reads a source with the files that it includes in quotes.</summary>
    /// <param name="fullPath">Its absolute path.</param>
    /// <returns>The source; null where there is no such file, or it cannot be read.</returns>
    public SourceFile? Read(string fullPath)
    {
        if (!_read.TryGetValue(fullPath, out var source))
            _read[fullPath] = source = SourceFile.Open(fullPath);
        return source;
    }
}
