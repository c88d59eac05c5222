using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bases;

/// <summary>
/// Writes the sources, headers and manifests of a commit, or all that it has, into a folder of their own, and touches
/// neither work tree nor index. Folders are named by content: commits with the same sources share one, and a second
/// export costs nothing.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="cache">The folder of all exports, absolute.</param>
internal sealed class BaseExport(GitRepository repository, string cache)
{
    // A bisection of a thousand commits looks at ten; more exports than this are of days past.
    private const int KeptExports = 24;

    // Marker file: the export in this folder is complete.
    private const string Whole = "whole";

    /// <summary>Exports a commit.</summary>
    /// <param name="commit">The commit's full SHA.</param>
    /// <param name="manifestFolders">Folders with manifests, as git names them.</param>
    /// <param name="everything">Whether all files go along: a build needs what no rule foresees.</param>
    /// <exception cref="PerfGateException">An object was not fetched, or the folder cannot be written.</exception>
    public ExportedTree Export(string commit, IReadOnlyCollection<string> manifestFolders, bool everything = false)
    {
        var leftOut = ImmutableArray.CreateBuilder<string>();
        var files = Sources(
            repository,
            commit,
            "",
            path => everything || SourceFiles.Includes(path, manifestFolders),
            leftOut
        );
        files.AddRange(
            LinkedSources
                .Of(repository, commit, files.ConvertAll(f => f.Path), manifestFolders)
                .Select(f => new Source(repository, f, f.Path))
        );
        try
        {
            var folder = Path.Combine(cache, Name(files));
            try
            {
                if (!File.Exists(Path.Combine(folder, Whole)))
                    Write(files, folder, leftOut);
                Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new PerfGateException(
                    DiagnosticCatalog.FileUnusable(folder, $"the base's sources could not be written: {e.Message}"),
                    ExitCode.Usage,
                    e
                );
            }

            Prune();
            return new(commit, Path.Combine(folder, "tree"), Path.Combine(folder, "build"), leftOut.ToImmutable());
        }
        finally
        {
            foreach (var other in files.Select(f => f.Repository).Distinct().Where(r => r != repository))
                other.Dispose();
        }
    }

    private sealed record Source(GitRepository Repository, GitFile File, string Path);

    private static List<Source> Sources(
        GitRepository from,
        string commit,
        string prefix,
        Predicate<string> goesAlong,
        ImmutableArray<string>.Builder leftOut
    )
    {
        var sources = new List<Source>();
        foreach (var file in from.Files(commit))
        {
            var path = prefix + file.Path;
            if (file.Kind != GitFileKind.Submodule)
            {
                if (goesAlong(path))
                    sources.Add(new(from, file, path));
            }
            else if (from.Submodule(file.Path) is not { } inner)
            {
                leftOut.Add($"the submodule {path} is not checked out ('git submodule update --init')");
            }
            else if (inner.Resolve(file.ObjectId) is null)
            {
                leftOut.Add($"the submodule {path} lacks the commit {file.ObjectId[..12]} ('git -C \"{path}\" fetch')");
                inner.Dispose();
            }
            else
            {
                sources.AddRange(Sources(inner, file.ObjectId, path + "/", goesAlong, leftOut));
            }
        }

        return sources;
    }

    private static string Name(List<Source> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var source in sources.OrderBy(s => s.Path, StringComparer.Ordinal))
        {
            var kind = $"{source.File.Kind}{(source.File.IsExecutable ? "+x" : "")}";
            hash.AppendData(Encoding.UTF8.GetBytes($"{source.Path}\0{kind}\0{source.File.ObjectId}\n"));
        }

        // Enough to tell exports apart; compilers on Windows do not like long paths.
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private void Write(List<Source> sources, string folder, ImmutableArray<string>.Builder leftOut)
    {
        Directory.CreateDirectory(cache);
        var unfinished = Path.Combine(cache, $"unfinished-{Environment.ProcessId}-{Path.GetRandomFileName()}");
        try
        {
            var tree = Path.Combine(unfinished, "tree");
            Directory.CreateDirectory(tree);
            // Links last, so that no file is written through one.
            foreach (var source in sources.OrderBy(s => s.File.Kind != GitFileKind.Plain))
                Write(source, tree, leftOut);
            foreach (var source in sources.Where(s => s.File.Kind != GitFileKind.Plain))
                RemoveIfItLeaves(source, tree, leftOut);
            File.WriteAllText(Path.Combine(unfinished, Whole), "");
            if (Directory.Exists(folder) && !File.Exists(Path.Combine(folder, Whole)))
                Directory.Delete(folder, recursive: true);
            if (!Directory.Exists(folder))
                MoveUnlessThere(unfinished, folder);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    // Another export of the same content may have got there first; it is as good.
    private static void MoveUnlessThere(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException) when (File.Exists(Path.Combine(to, Whole)))
        {
        }
    }

    private void Write(Source source, string tree, ImmutableArray<string>.Builder leftOut)
    {
        // Git refuses such paths, a tree object made by hand may hold them all the same.
        var path = ForeignPath.Full(source.Path, tree);
        if (WorkTreePath.Relative(tree, path) is null or "")
        {
            leftOut.Add($"{source.Path} points out of the tree");
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (source.File.Kind == GitFileKind.Plain)
        {
            using (var file = File.Create(path))
                source.Repository.CopyTo(source.File, file);
            if (source.File.IsExecutable && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
            return;
        }

        using var target = new MemoryStream();
        source.Repository.CopyTo(source.File, target);
        var text = Encoding.UTF8.GetString(target.ToArray());
        // An absolute target inside the work tree means the same file of the base.
        if (Path.IsPathRooted(text) && repository.PathInTree(text) is { } inside)
            text = Path.GetRelativePath(Path.GetDirectoryName(path)!, Path.Combine(tree, inside));
        var aim = Path.GetFullPath(text, Path.GetDirectoryName(path)!);
        if (
            Path.IsPathRooted(text)
            || !(aim + Path.DirectorySeparatorChar).StartsWith(
                tree + Path.DirectorySeparatorChar,
                StringComparison.Ordinal
            )
        )
            leftOut.Add($"the symbolic link {source.Path} points out of the tree");
        else
            File.CreateSymbolicLink(path, text);
    }

    // A link may leave the tree by way of another one.
    private static void RemoveIfItLeaves(Source source, string tree, ImmutableArray<string>.Builder leftOut)
    {
        var path = ForeignPath.Full(source.Path, tree);
        if (new FileInfo(path).LinkTarget is null || WorkTreePath.StaysIn(tree, path))
            return;
        File.Delete(path);
        leftOut.Add($"the symbolic link {source.Path} points out of the tree");
    }

    private void Prune()
    {
        foreach (var old in new DirectoryInfo(cache).EnumerateDirectories()
            .Where(d => File.Exists(Path.Combine(d.FullName, Whole)))
            .OrderByDescending(d => d.LastWriteTimeUtc)
            .Skip(KeptExports))
        {
            old.Delete(recursive: true);
        }
    }
}
