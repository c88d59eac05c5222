using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Outlines;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>A source with the files that it includes, as far as manifests need to know it.</summary>
internal sealed class SourceFile
{
    private readonly SourceTree _tree;
    private readonly ImmutableArray<KernelDeclaration> _kernels;
    private readonly Lazy<ImmutableArray<(ConstantDeclaration Constant, string Path)>> _constants;
    private readonly Lazy<string> _digest;
    private readonly Lazy<ImmutableArray<KernelOutline>> _outlines;
    private readonly Lazy<ImmutableArray<BenchmarkFunction>> _functions;

    private SourceFile(string path, SourceTree tree)
    {
        Path = path;
        _tree = tree;
        _kernels = [.. tree.Kernels];
        _constants = new(() =>
        [
            .. tree.Files.SelectMany(f => KernelSourceScanner.ScanConstants(f.Text).Select(c => (c, f.Path))),
        ]);
        _digest = new(() => SourceDigest.Of([.. tree.Files.Select(f => f.Text)]));
        _outlines = new(() => [.. tree.Files.SelectMany(f => KernelOutlines.Read(f.Text))]);
        _functions = new(() => tree.Files is [var own, ..] ? [.. BenchmarkFunction.Scan(own.Text)] : []);
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Itself and the files that it includes, as far as they are there; absolute.</summary>
    public ImmutableArray<string> Files => [.. _tree.Files.Select(f => f.Path)];

    /// <summary>What of it and its includes is there and cannot be read: a pipe, or a file that is too large.</summary>
    public ImmutableArray<Diagnostic> Faults => _tree.Faults;

    /// <summary>The kernels that it and its includes define.</summary>
    public IEnumerable<string> KernelNames => _kernels.Select(k => k.Name).Distinct();

    /// <summary>The benchmark functions that it defines itself.</summary>
    public IReadOnlyList<BenchmarkFunction> Functions => _functions.Value;

    /// <summary>Digest of what it and its includes say, comments aside.</summary>
    public string Digest => _digest.Value;

    /// <summary>Reads a source.</summary>
    /// <param name="fullPath">Its absolute path.</param>
    /// <param name="directories">Where included files are looked for, absolute.</param>
    /// <returns>The source; null if there is no such file.</returns>
    public static SourceFile? Open(string fullPath, IEnumerable<string> directories)
    {
        var tree = SourceTree.Read(fullPath, directories);
        return tree.Files.Count == 0 && tree.Faults.IsEmpty ? null : new(fullPath, tree);
    }

    /// <summary>
    /// The declaration of a kernel; null if the scan finds none, or several that take different parameters.
    /// </summary>
    public KernelDeclaration? FindKernel(KernelName name)
    {
        var fitting = _kernels.Where(name.Fits).ToList();
        return fitting.DistinctBy(k => k.ParameterCount).Count() == 1 ? fitting[0] : null;
    }

    /// <summary>
    /// Whether it defines a kernel of this name, or a macro may define one, which the scan cannot see.
    /// </summary>
    public bool MayDefine(KernelName name) => _kernels.Any(name.Fits) || _tree.MayDefine(name.Name);

    /// <summary>What a kernel does with its parameters; null if its text does not tell.</summary>
    public KernelOutline? OutlineOf(KernelName kernel) =>
        FindKernel(kernel) is { } found ? _outlines.Value.FirstOrDefault(o => o.Name == found.Name) : null;

    /// <summary>The names of the <c>__constant__</c> variables that it and its includes define.</summary>
    public IEnumerable<string> ConstantNames => _constants.Value.Select(c => c.Constant.Name).Distinct();

    /// <summary>
    /// The constants without an initial value that the text of a kernel names, each with the file that defines it.
    /// </summary>
    public IReadOnlyList<(ConstantDeclaration Constant, string Path)> BareConstantsOf(KernelName kernel)
    {
        var bare = _constants.Value.Where(c => !c.Constant.IsInitialised).ToList();
        if (bare.Count == 0 || FindKernel(kernel) is not { } found)
            return [];
        var words = KernelSourceScanner.BodyWords(_tree.Files.First(f => f.Path == found.Path).Text, found);
        return [.. bare.Where(c => words.Contains(c.Constant.Name))];
    }

    /// <summary>
    /// Whether the code, comments aside, has this identifier at all: macros may define what a scan cannot see.
    /// </summary>
    public bool Mentions(string identifier) => _tree.Mentions(identifier);
}

/// <summary>The sources that manifests name, each read once.</summary>
/// <param name="directories">Where included files are looked for, absolute.</param>
internal sealed class SourceCatalog(IReadOnlyCollection<string> directories)
{
    private readonly Dictionary<string, SourceFile?> _read = new(StringComparer.Ordinal);

    /// <summary>Reads a source with the files that it includes.</summary>
    /// <param name="fullPath">Its absolute path.</param>
    /// <returns>The source; null if there is no such file, or it cannot be read.</returns>
    public SourceFile? Read(string fullPath)
    {
        if (!_read.TryGetValue(fullPath, out var source))
            _read[fullPath] = source = SourceFile.Open(fullPath, directories);
        return source;
    }
}
