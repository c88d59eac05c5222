using System.Collections.Immutable;
using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>Collects the paths where the preprocessor may look for a name, and what is there.</summary>
internal sealed class Places(FileFacts facts, SourcePaths paths)
{
    // Beside a header, g++ looks for its precompiled form, and clang++ for its own.
    private static readonly string[] Endings = ["", ".gch", ".pch"];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _absent = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _present = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _precompiled = new(StringComparer.Ordinal);

    /// <summary>Paths where no file is; one that ends in a slash is a directory that is not there.</summary>
    public ImmutableArray<string> Absent => [.. _absent];

    /// <summary>Paths where a file is.</summary>
    public ImmutableArray<string> Present => [.. _present];

    /// <summary>Precompiled headers: each may be read in a header's place.</summary>
    public IReadOnlyCollection<string> Precompiled => _precompiled;

    /// <summary>A folder of precompiled headers, one of which may be read; null if there is none.</summary>
    public string? Folder { get; private set; }

    /// <summary>Looks for a name.</summary>
    /// <param name="lookup">The name.</param>
    /// <param name="directory">The directory of the source that names it.</param>
    /// <param name="search">The directories for all sources.</param>
    public void Look(Lookup lookup, string directory, IEnumerable<string> search)
    {
        foreach (var place in lookup.Quoted ? search.Prepend(directory) : search)
            Add(place, lookup.Name);
    }

    /// <summary>Looks in every directory for every file that was found in one of them, for names that macros
    /// make.</summary>
    /// <param name="files">The files that were found.</param>
    /// <param name="search">The directories for all sources.</param>
    public void LookForAll(IReadOnlyCollection<string> files, IEnumerable<string> search)
    {
        var directories = search.Concat(files.Select(f => Path.GetDirectoryName(f)!)).Distinct().ToList();
        var names = directories.SelectMany(d => files
            .Where(f => f.StartsWith(d + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(f => f[(d.Length + 1)..])).Distinct().ToList();
        foreach (var directory in directories)
        {
            foreach (var name in names)
                Add(directory, name);
        }
    }

    private void Add(string directory, string name)
    {
        if (!_seen.Add($"{directory}\0{name}"))
            return;
        var path = ForeignPath.Full(name, directory);
        if (Path.GetDirectoryName(path) is { } parent && !facts.IsDirectory(parent))
        {
            _absent.Add(paths.Relative(Missing(parent)));
            return;
        }

        foreach (var ending in Endings)
            Add(path + ending, isPrecompiled: ending.Length > 0);
    }

    private void Add(string path, bool isPrecompiled)
    {
        if (!facts.IsFile(path))
            _absent.Add(paths.Relative(path));
        else
            (isPrecompiled ? _precompiled : _present).Add(paths.Relative(path));
        if (isPrecompiled && facts.IsDirectory(path))
            Folder ??= path;
    }

    // The first directory on the way that does not exist counts for all that would lie in it.
    private string Missing(string directory)
    {
        while (Path.GetDirectoryName(directory) is { } above && !facts.IsDirectory(above))
            directory = above;
        return directory + "/";
    }
}
