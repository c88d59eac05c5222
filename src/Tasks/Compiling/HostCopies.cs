using System.IO.Enumeration;
using System.Text;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// The copies of a source and its includes that a C++ compiler reads in their place (<see cref="HostSource"/>). A file
/// that needs no copy, and includes none that does, is read where it lies.
/// </summary>
internal sealed class HostCopies
{
    // What is read in place of a header that is left out.
    private const string Instead = "perfgate/left_out.h";

    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly SourceTree _tree;
    private readonly IReadOnlyCollection<string> _guard;
    private readonly IReadOnlyCollection<string> _omit;

    /// <summary>Finds out what must be copied.</summary>
    /// <param name="tree">The source and its includes.</param>
    /// <param name="directory">Where copies go, absolute.</param>
    /// <param name="guard">The headers that are left out, as they are included; <c>*</c> is any text.</param>
    /// <param name="omit">Names whose declarations are left out; <c>*</c> is any text.</param>
    public HostCopies(
        SourceTree tree, string directory, IReadOnlyCollection<string> guard, IReadOnlyCollection<string> omit)
    {
        _tree = tree;
        _guard = guard;
        _omit = omit;
        var included = tree.Files.ToDictionary(
            f => f.Path,
            f => f.Includes.Select(i => tree.Resolve(i, f.Path)).OfType<string>().ToList(),
            StringComparer.Ordinal
        );
        var includedBy = included
            .SelectMany(i => i.Value.Select(to => (From: i.Key, To: to)))
            .ToLookup(i => i.To, i => i.From, StringComparer.Ordinal);
        var pending = new Stack<string>(
            tree.Files.Where(f => HostSource.Copy(f.Text, Left, _omit) is not null).Select(f => f.Path)
        );
        while (pending.TryPop(out var path))
        {
            // The number keeps files of one name apart, and keeps an include from finding a copy by its old name.
            if (!_paths.TryAdd(path, ""))
                continue;
            _paths[path] = Path.Combine(directory, $"{_paths.Count}-{Path.GetFileName(path)}");
            foreach (var by in includedBy[path])
                pending.Push(by);
        }
    }

    /// <summary>The path that is read for a file: its copy's, or its own.</summary>
    public string PathOf(string file) => _paths.GetValueOrDefault(file, file);

    /// <summary>The file that a path was copied from, or the path itself.</summary>
    public string OriginalOf(string path) =>
        _paths.FirstOrDefault(p => p.Value == path) is { Key: { } original } ? original : path;

    /// <summary>Writes the copies.</summary>
    public void Write()
    {
        foreach (var file in _tree.Files.Where(f => _paths.ContainsKey(f.Path)))
        {
            var text = HostSource.Copy(file.Text, i => Included(i, file.Path), _omit) ?? file.Text;
            var first = $"#line 1 \"{WrapperUnit.Quoted(file.Path)}\"\n";
            Directory.CreateDirectory(Path.GetDirectoryName(_paths[file.Path])!);
            AtomicFile.Write(_paths[file.Path], Encoding.UTF8.GetBytes(first + text));
        }
    }

    // Null where the include stays as it is.
    private string? Left(IncludedFile include) =>
        _guard.Any(g => FileSystemName.MatchesSimpleExpression(g, include.Name, ignoreCase: false)) ? Instead : null;

    // A copy does not lie where its source does, so that it names files beside the source in full.
    private string? Included(IncludedFile include, string from)
    {
        if (Left(include) is { } instead)
            return instead;
        return _tree.Resolve(include, from) is not { } path ? null
            : _paths.TryGetValue(path, out var copy) ? copy
            : include.IsQuoted ? path
            : null;
    }
}
