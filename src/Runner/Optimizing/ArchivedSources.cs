using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Manifests;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.Optimizing;

/// <summary>
/// The sources that an archive holds: the project's manifests, the kernels and functions that they name with what these
/// include in quotes, scripts of commands, files of expected values, tuned values, and the headers of the include
/// folders.
/// </summary>
/// <param name="setting">The project.</param>
/// <param name="includes">Folders in which the compilers look for headers, absolute.</param>
internal sealed class ArchivedSources(PublishedProject setting, ImmutableArray<string> includes)
{
    private static readonly ImmutableHashSet<string> Headers = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [".h", ".hh", ".hpp", ".hxx", ".cuh", ".inl", ".inc", ".ipp", ".tpp", ".def"]
    );

    /// <summary>The manifests, relative to the root. Canaries come with PerfGate.</summary>
    public ImmutableArray<string> Manifests { get; } =
    [
        .. ManifestLoader
            .Load(setting.Manifests, setting.Device, setting.Root)
            .Cases.Where(c => c.Role == CaseRole.Case)
            .Select(c => c.DeclaredAt.File)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The include folders inside the root, relative to it.</summary>
    public ImmutableArray<string> Includes =>
        [.. includes.Select(i => WorkTreePath.Relative(setting.Root, i)).OfType<string>()];

    /// <summary>The files by their paths relative to the root, forward slashes.</summary>
    /// <exception cref="PerfGateException">PG2075: one lies outside of the root.</exception>
    public ImmutableSortedDictionary<string, byte[]> Read()
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Paths().Distinct(StringComparer.Ordinal))
        {
            var name =
                WorkTreePath.Relative(setting.Root, path)
                ?? throw new PerfGateException(DiagnosticCatalog.SourceOutside(path, setting.Root), ExitCode.Usage);
            files[name] = InputFile.Bytes(path, FileLimit.ObjectFile);
        }

        return files.ToImmutable();
    }

    private IEnumerable<string> Paths()
    {
        var cases = ManifestLoader
            .Load(setting.Manifests, setting.Device, setting.Root)
            .Cases.Where(c => c.Role == CaseRole.Case)
            .ToList();
        foreach (var manifest in Manifests.Select(Absolute))
        {
            yield return manifest;
            var tuned = TunedFile.PathOf(Path.GetDirectoryName(manifest)!, setting.Device.Slug ?? "");
            if (File.Exists(tuned))
                yield return tuned;
        }

        var fills = cases.SelectMany(c => c.Buffers).Select(b => b.Fill).ToList();
        var sources = cases
            .Where(c => c.Command is null)
            .Select(c => c.Source)
            .Concat(cases.Select(c => c.Check.Function?.Source).OfType<string>())
            .Concat(fills.Select(f => f.Function?.Call.Source).OfType<string>())
            .Select(Absolute)
            .Distinct(StringComparer.Ordinal);
        foreach (var file in sources.SelectMany(s => SourceFile.Open(s, includes)?.Files ?? [s]))
            yield return file;
        foreach (var file in cases.Select(c => c.Command).OfType<CommandSpec>().SelectMany(Scripts))
            yield return file;
        foreach (var file in cases.Select(c => c.Check.File).Concat(fills.Select(f => f.File?.Path)).OfType<string>())
            yield return file;
        foreach (var folder in includes.Where(i => WorkTreePath.Relative(setting.Root, i) is not null))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                if (Headers.Contains(Path.GetExtension(file)))
                    yield return file;
            }
        }
    }

    private IEnumerable<string> Scripts(CommandSpec command) => CommandFiles.Of(command, setting.Root);

    private string Absolute(string path) => ForeignPath.Full(path, setting.Root);
}
