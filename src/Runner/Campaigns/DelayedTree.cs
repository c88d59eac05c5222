using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Campaigns;

/// <summary>
/// A copy of the sources, headers and manifests below a root in which every kernel has a delay built in. The work tree
/// stays as it is.
/// </summary>
/// <param name="Root">The folder that takes the place of the root, absolute.</param>
/// <param name="Kernels">The unqualified names of the kernels that have a delay.</param>
internal sealed record DelayedTree(string Root, ImmutableHashSet<string> Kernels)
{
    // What builds and package managers fill.
    private static readonly HashSet<string> _passedOver = new(StringComparer.OrdinalIgnoreCase)
    {
        "artifacts",
        "bin",
        "node_modules",
        "obj",
    };

    /// <summary>
    /// Writes the copy. Files that are as they were stay untouched, so that no module is compiled again.
    /// </summary>
    /// <param name="root">The root, absolute.</param>
    /// <param name="manifests">The manifests, absolute.</param>
    /// <param name="to">The folder of the copy, absolute.</param>
    /// <param name="device">The device that the kernels are compiled for.</param>
    public static DelayedTree Write(string root, ImmutableArray<string> manifests, string to, DeviceKind device)
    {
        var folders = manifests
            .Select(m => Relative(root, Path.GetDirectoryName(m)!))
            .Select(f => f == "." ? "" : f)
            .ToHashSet(StringComparer.Ordinal);
        var kernels = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var path in Files(root))
        {
            var name = Relative(root, path);
            if (!SourceFiles.Includes(name, folders))
                continue;
            var copy = Path.Combine(to, name);
            if (Planted(path, device) is { Kernels.IsEmpty: false } planted)
            {
                kernels.UnionWith(planted.Kernels);
                AtomicFile.Write(copy, Encoding.UTF8.GetBytes(planted.Text));
            }
            else
            {
                Copy(path, copy);
            }
        }

        return new(to, kernels.ToImmutable());
    }

    /// <summary>Where the copy of a file lies.</summary>
    /// <param name="root">The root, absolute.</param>
    /// <param name="path">The file, absolute, below the root.</param>
    public string PathOf(string root, string path) => Path.Combine(Root, Relative(root, path));

    private static DelayedSource? Planted(string path, DeviceKind device)
    {
        if (!KernelFile(path))
            return null;
        var text = InputFile.Text(path, FileLimit.Source);
        return text.Contains("__global__", StringComparison.Ordinal) ? DelayedKernels.Plant(text, device) : null;
    }

    private static bool KernelFile(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".CU" or ".CUH" or ".H" or ".HPP" or ".INL" or ".INC";

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var (old, copy) = (new FileInfo(from), new FileInfo(to));
        if (copy.Exists && copy.Length == old.Length && copy.LastWriteTimeUtc == old.LastWriteTimeUtc)
            return;
        File.Copy(from, to, overwrite: true);
    }

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(inner);
            // A link may lead anywhere, and round in a circle.
            if (name.StartsWith('.') || _passedOver.Contains(name) || new DirectoryInfo(inner).LinkTarget is not null)
                continue;
            foreach (var file in Files(inner))
                yield return file;
        }
    }

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
