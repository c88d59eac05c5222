using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Core.Kernels;

/// <summary>
/// A source with every file that it includes, directly or through others: <c>perfgate list</c> and the compile step
/// find kernels in the same files. Headers of the system and of the compiler are not among them.
/// </summary>
public sealed class SourceTree
{
    /// <summary>
    /// The environment variable that tells perfgate where included files are looked for: folders, separated as in PATH,
    /// those of the repository relative to its root.
    /// </summary>
    public const string DirectoriesVariable = "PERFGATE_INCLUDES";

    // All files that a source includes together.
    private const long MostCharacters = 128_000_000;

    private readonly IReadOnlyList<string> _directories;
    private readonly List<SourceText> _files = [];
    private readonly Lazy<HashSet<string>> _words;
    private readonly Lazy<bool> _hasKernelMacro;

    private SourceTree(IEnumerable<string> directories)
    {
        _directories = [.. directories];
        _words = new(() => [.. _files.SelectMany(f => KernelSourceScanner.Words(f.Text))]);
        _hasKernelMacro = new(() => _files.Any(f => KernelSourceScanner.HasKernelMacro(f.Text)));
    }

    /// <summary>The files, the source first, in the order in which they are first included.</summary>
    public IReadOnlyList<SourceText> Files => _files;

    /// <summary>What is there and cannot be read: a pipe, or a file that is too large.</summary>
    public ImmutableArray<Diagnostic> Faults { get; private set; } = [];

    /// <summary>The kernels that the files define, in the order of the files.</summary>
    public IEnumerable<KernelDeclaration> Kernels =>
        _files.SelectMany(f => KernelSourceScanner.Scan(f.Text).Select(k => k with { Path = f.Path }));

    /// <summary>
    /// Whether a macro may define a function of this name, which a scan cannot see: some file has the word, or a macro
    /// that makes kernels, whose names may be put together.
    /// </summary>
    /// <param name="name">The function's name.</param>
    public bool MayDefine(string name) => Mentions(name) || _hasKernelMacro.Value;

    /// <summary>Whether the code of some file, comments and strings aside, has this word.</summary>
    /// <param name="word">The word.</param>
    public bool Mentions(string word) => _words.Value.Contains(word);

    /// <summary>The first mention of a word: a file and its line; null if there is none.</summary>
    /// <param name="word">The word.</param>
    public (string Path, int Line)? FirstMention(string word) =>
        _files
            .Select(f => (f.Path, Line: KernelSourceScanner.LineOf(f.Text, word)))
            .Where(f => f.Line is not null)
            .Select(f => ((string, int)?)(f.Path, f.Line!.Value))
            .FirstOrDefault();

    /// <summary>Reads a source and what it includes.</summary>
    /// <param name="source">Its absolute path.</param>
    /// <param name="directories">
    /// Where included files are looked for, absolute, in order; those in quotes beside the file that names them first.
    /// </param>
    public static SourceTree Read(string source, IEnumerable<string> directories)
    {
        var tree = new SourceTree(directories);
        tree.Collect(source);
        return tree;
    }

    /// <summary>The path of an included file; null if it is in none of the directories.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">The path of the file that includes it.</param>
    public string? Resolve(IncludedFile file, string from)
    {
        var places = file.IsQuoted ? _directories.Prepend(Path.GetDirectoryName(from)!) : _directories;
        // A compiler ignores a folder of that name.
        return places
            .Select(d => ForeignPath.Full(file.Name, d))
            .FirstOrDefault(p => InputFile.IsThere(p) && !Directory.Exists(p));
    }

    // Without recursion: a chain of includes may be longer than the stack is deep.
    private void Collect(string source)
    {
        var pending = new Stack<string>([source]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var characters = 0L;
        while (pending.TryPop(out var path))
        {
            // The caller reports a missing source.
            if (!seen.Add(path) || !InputFile.IsThere(path))
                continue;
            try
            {
                var text = InputFile.Text(path, FileLimit.Source);
                if (LfsPointer.Is(text))
                    throw new PerfGateException(DiagnosticCatalog.SourceIsPointer(new(path)), ExitCode.Usage);
                if ((characters += text.Length) > MostCharacters)
                    throw new PerfGateException(
                        DiagnosticCatalog.SourcesTooLarge(new(source), MostCharacters),
                        ExitCode.Usage
                    );
                var includes = KernelSourceScanner.ScanIncludes(text);
                _files.Add(new(path, text, includes));
                // The compiler reports a missing include: it knows more directories.
                foreach (var include in includes.Reverse().Select(i => Resolve(i, path)).OfType<string>())
                    pending.Push(include);
            }
            catch (PerfGateException e)
            {
                Faults = [.. e.Diagnostics];
                return;
            }
        }
    }
}

/// <summary>A file of a <see cref="SourceTree"/>.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Text">Its text.</param>
/// <param name="Includes">What it includes.</param>
public sealed record SourceText(string Path, string Text, IReadOnlyList<IncludedFile> Includes);
