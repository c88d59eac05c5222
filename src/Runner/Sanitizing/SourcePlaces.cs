using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Sanitizing;

/// <summary>
/// Finds the repository's file that a line of source is in: tools name it by its path, by a part of that, or by its
/// name alone.
/// </summary>
/// <param name="root">Root of the repository, absolute.</param>
internal sealed class SourcePlaces(string root)
{
    // Written by builds, or not the repository's own.
    private static readonly HashSet<string> Skipped = new(
        ["bin", "obj", "artifacts", "node_modules"], StringComparer.Ordinal);

    private readonly string[] _roots = [root, Real(root)];
    private readonly Lazy<ILookup<string, string>> _files = new(
        () => Files(root).ToLookup(f => Path.GetFileName(f)!, StringComparer.Ordinal));

    /// <summary>The first of several places that lies in the repository; null if none does.</summary>
    /// <param name="places">The places, the innermost first.</param>
    /// <param name="source">
    /// The case's own source, relative to the root: where several files have a name, it counts first, then its folder.
    /// </param>
    public SourceLocation? First(IEnumerable<SourceLine> places, string source) =>
        places
            .Select(p => Find(p.File, source) is { } file ? new SourceLocation(file, p.Line) : null)
            .FirstOrDefault(p => p is not null);

    private string? Find(string file, string source)
    {
        if (Path.IsPathRooted(file))
            return
                _roots
                    .Select(r => Path.GetRelativePath(r, file))
                    .FirstOrDefault(r => !Path.IsPathRooted(r) && !r.StartsWith("..", StringComparison.Ordinal))
                    is { } inside
                ? inside.Replace('\\', '/')
                : null;
        var written = file.Replace('\\', '/');
        if (written.Contains('/') && File.Exists(Path.Combine(root, written)))
            return Path.GetRelativePath(root, ForeignPath.Full(written, root)).Replace('\\', '/');
        var name = Path.GetFileName(written);
        if (name == Path.GetFileName(source))
            return source;
        var found = _files.Value[name].ToList();
        var beside = found.Where(f => Path.GetDirectoryName(f) == Path.GetDirectoryName(source)).ToList();
        return beside.Count == 1 ? beside[0] : found.Count == 1 ? found[0] : null;
    }

    private static IEnumerable<string> Files(string root)
    {
        var folders = new Queue<string>([root]);
        while (folders.TryDequeue(out var folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder))
                yield return Path.GetRelativePath(root, file).Replace('\\', '/');
            foreach (var inner in Directory.EnumerateDirectories(folder))
            {
                var name = Path.GetFileName(inner);
                if (
                    !name.StartsWith('.')
                    && !Skipped.Contains(name)
                    && File.ResolveLinkTarget(inner, returnFinalTarget: false) is null
                )
                    folders.Enqueue(inner);
            }
        }
    }

    private static string Real(string path)
    {
        var parent = Path.GetDirectoryName(path);
        var real = parent is null ? path : Path.Combine(Real(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
    }
}
