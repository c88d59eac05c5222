using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// The libraries that functions are linked with, as this process has them loaded. The kernel tells a loaded file behind
/// its symbolic links, and there the name of a library has its version.
/// </summary>
internal static partial class LinkedLibraries
{
    /// <summary>The libraries that the manifests of some cases name, after the cases were taken.</summary>
    /// <param name="cases">The cases.</param>
    public static ImmutableSortedDictionary<string, string> Loaded(IEnumerable<BenchmarkCase> cases)
    {
        string[] names = [.. cases.SelectMany(c => c.Libraries).Distinct(StringComparer.Ordinal)];
        if (names.Length == 0)
            return ImmutableSortedDictionary<string, string>.Empty;
        using var process = Process.GetCurrentProcess();
        return Among(names, process.Modules.Cast<ProcessModule>().Select(m => m.FileName));
    }

    /// <summary>
    /// The files of libraries, by name. One that is not loaded, because it is an archive or no function was called, is
    /// left out.
    /// </summary>
    /// <param name="names">The libraries, as <c>-l</c> names them.</param>
    /// <param name="files">The files that are loaded.</param>
    public static ImmutableSortedDictionary<string, string> Among(
        IEnumerable<string> names,
        IEnumerable<string> files
    )
    {
        var loaded = files.Select(f => (Path: f, Name: FileName().Match(Path.GetFileName(f)))).ToList();
        return names
            .Select(name => (Name: name, File: loaded.Find(l => l.Name.Groups["library"].Value == name)))
            .Where(found => found.File.Path is not null)
            .ToImmutableSortedDictionary(
                found => found.Name,
                found => Described(found.File.Path, found.File.Name),
                StringComparer.Ordinal
            );
    }

    // One number is the library's interface and tells no version: libcublas.so.13.
    private static string Described(string path, Match name)
    {
        var version = string.Concat(name.Groups["version"].Captures.Select(c => c.Value)).Trim('.', '_');
        return version.AsSpan().ContainsAny('.', '_') || !File.Exists(path)
            ? name.Value
            : string.Create(CultureInfo.InvariantCulture, $"{name.Value}, {new FileInfo(path).Length} bytes");
    }

    // libcublas.so.13.0.2.14, libm-2.31.so, cublas64_13.dll
    [GeneratedRegex(
        @"^(?:lib(?<library>.+?)(?:-(?<version>[0-9][0-9.]*))?\.so(?<version>(?:\.[0-9]+)*)"
            + @"|(?<library>.+?)(?:64)?(?<version>(?:_[0-9]+)*)\.dll)$"
    )]
    private static partial Regex FileName();
}
