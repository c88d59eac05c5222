using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>A source with the files that it includes in quotes, as far as manifests need to know it.</summary>
internal sealed partial class SourceFile
{
    private readonly ImmutableArray<FoundKernel> kernels;
    private readonly string code;

    private SourceFile(string path, ImmutableArray<FoundKernel> kernels, string code)
    {
        Path = path;
        this.kernels = kernels;
        this.code = code;
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The kernels that it and its includes define.</summary>
    public IEnumerable<string> KernelNames => kernels.Select(k => k.Name).Distinct();

    /// <summary>Reads a source.</summary>
    /// <returns>The source; null where there is no such file, or it cannot be read.</returns>
    public static SourceFile? Open(string fullPath)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(fullPath, texts);
        return texts.Count == 0
            ? null
            : new(
                fullPath,
                [.. texts.SelectMany(t => Kernels(t.Key, t.Value))],
                string.Join('\n', texts.Values.Select(t => Comment().Replace(t, " "))));
    }

    /// <summary>The kernel of that name; null where the scan finds none.</summary>
    public FoundKernel? FindKernel(string name) => kernels.FirstOrDefault(k => k.Name == name);

    /// <summary>Whether the code, comments aside, has this identifier at all: macros may define what a scan cannot see.</summary>
    public bool Mentions(string identifier) =>
        Regex.IsMatch(code, $@"(?<![A-Za-z0-9_]){Regex.Escape(identifier)}(?![A-Za-z0-9_])", RegexOptions.CultureInvariant);

    private static void Collect(string path, Dictionary<string, string> texts)
    {
        if (texts.ContainsKey(path))
            return;
        try
        {
            texts[path] = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A missing source is told by whoever asked; a missing include by the compiler, which knows more include paths.
            return;
        }

        foreach (Match include in Include().Matches(texts[path]))
            Collect(System.IO.Path.GetFullPath(include.Groups["file"].Value, System.IO.Path.GetDirectoryName(path)!), texts);
    }

    private static IEnumerable<FoundKernel> Kernels(string path, string text) =>
        Kernel().Matches(Comment().Replace(text, m => new string('\n', m.Value.Count(c => c == '\n'))))
            .Select(m => new FoundKernel(m.Groups["name"].Value, null, path, text.AsSpan(0, m.Index).Count('\n') + 1));

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[ \t]*#[ \t]*include[ \t]*""(?<file>[^""\r\n]+)""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Include();

    [GeneratedRegex(@"__global__\s+(?:__launch_bounds__\s*\([^)]*\)\s*)?\w+\s+(?:__launch_bounds__\s*\([^)]*\)\s*)?(?<name>\w+)\s*\(", RegexOptions.CultureInvariant)]
    private static partial Regex Kernel();
}

/// <summary>A kernel that a scan found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ParameterCount">How many parameters it takes; null where the scan cannot tell.</param>
/// <param name="Path">The file that defines it.</param>
/// <param name="Line">The line of <c>__global__</c>, counted from 1.</param>
internal sealed record FoundKernel(string Name, int? ParameterCount, string Path, int Line);
