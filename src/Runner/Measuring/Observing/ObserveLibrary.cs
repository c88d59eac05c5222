using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// The library that is injected into an observed command: compiled on this machine by nvcc, with the host compiler that
/// nvcc uses, against the CUPTI of its toolkit. It is compiled once and kept by what it is made of.
/// </summary>
internal static class ObserveLibrary
{
    // By which the CUDA driver learns of a library to load.
    private const string Injection = "CUDA_INJECTION64_PATH";

    // By which the library learns where to write.
    private const string Folder = "PERFGATE_OBSERVE";

    // By which NVTX learns of a library to load.
    private const string NvtxInjection = "NVTX_INJECTION64_PATH";

    // Asks the library for NVTX ranges.
    private const string Ranges = "PERFGATE_RANGES";

    private const string Resources = "observe/";
    private const string Main = "observe.cpp";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Its files by name, in the order of their names.
    private static ImmutableSortedDictionary<string, string> Sources { get; } =
        Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(n => n.StartsWith(Resources, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(n => n[Resources.Length..], Text, StringComparer.Ordinal);

    private static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>What is set in the environment of a command that is observed.</summary>
    /// <param name="library">The library's file, absolute.</param>
    /// <param name="folder">The folder for the records, absolute.</param>
    /// <param name="measure">What is measured.</param>
    public static ImmutableDictionary<string, string> Variables(string library, string folder, MeasureSpec measure)
    {
        var variables = ImmutableDictionary<string, string>.Empty.Add(Injection, library).Add(Folder, folder);
        return measure.Range is null ? variables : variables.Add(NvtxInjection, library).Add(Ranges, "1");
    }

    /// <summary>The library's file; compiled now where there is none yet.</summary>
    /// <param name="folder">Where it is kept, absolute.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="ObservationException">There is no toolkit or no CUPTI, or it does not compile.</exception>
    public static string Get(string folder, Func<string, string?> variable)
    {
        if (!OperatingSystem.IsLinux())
            throw new ObservationException(
                "GPU work of a command can be observed on Linux only; without the field measure its wall time is taken"
            );
        var toolkit =
            CudaToolkit.Find(variable)
            ?? throw new ObservationException(
                $"nvcc, which compiles the library that observes it, was found in none of {CudaToolkit.Places}; "
                    + "install the CUDA toolkit, or set PerfGateNvcc"
            );
        var parts = CuptiParts.Of(toolkit);
        var path = Path.Combine(folder, $"observe-{KeyOf(toolkit, parts)}.so");
        if (!File.Exists(path))
            Compile(toolkit, parts, folder, path);
        return path;
    }

    private static void Compile(CudaToolkit toolkit, CuptiParts parts, string folder, string path)
    {
        var unfinished = Path.Combine(folder, $"unfinished-{Environment.ProcessId}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(unfinished);
        try
        {
            foreach (var (name, text) in Sources)
                File.WriteAllText(Path.Combine(unfinished, name), text);
            var made = Path.Combine(unfinished, "observe.so");
            var start = new ProcessStartInfo(
                toolkit.Nvcc,
                [
                    "--cudart",
                    "none",
                    "-shared",
                    "-std=c++14",
                    "-O2",
                    "-Xcompiler",
                    "-fPIC",
                    "-o",
                    made,
                    Path.Combine(unfinished, Main),
                    $"-I{parts.Include}",
                    parts.Library,
                    "-Xlinker",
                    $"-rpath,{Path.GetDirectoryName(parts.Library)}",
                ]
            );
            var exit = ChildProcess
                .RunAsync(start, Limit, supervised: false, CancellationToken.None)
                .GetAwaiter()
                .GetResult();
            if (exit.Code != 0 || !File.Exists(made))
                throw new ObservationException(
                    $"the library that observes it does not compile ({toolkit.Nvcc} "
                        + $"{(exit.Code is { } code ? $"exited with {code}" : "did not end")}): "
                        + string.Join(" | ", exit.Lines.Where(l => l.Length > 0).Take(3))
                        + "; the toolkit's CUPTI and a host compiler that nvcc takes are needed"
                );
            File.Move(made, path, overwrite: true);
        }
        finally
        {
            Directory.Delete(unfinished, recursive: true);
        }
    }

    private static string KeyOf(CudaToolkit toolkit, CuptiParts parts)
    {
        var text = new StringBuilder().AppendJoin('\n', Sources.Values);
        foreach (var file in (string[])[toolkit.Nvcc, parts.Library, Path.Combine(parts.Include, CuptiParts.Header)])
            text.Append(file).Append(' ').Append(File.GetLastWriteTimeUtc(file).Ticks).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}

/// <summary>Where a toolkit keeps CUPTI.</summary>
/// <param name="Include">The folder with its header, absolute.</param>
/// <param name="Library">Its library, absolute.</param>
internal sealed record CuptiParts(string Include, string Library)
{
    /// <summary>Its header.</summary>
    public const string Header = "cupti.h";

    /// <summary>Looks for it.</summary>
    /// <param name="toolkit">The toolkit.</param>
    /// <exception cref="ObservationException">A part is missing.</exception>
    public static CuptiParts Of(CudaToolkit toolkit)
    {
        var include = Includes(toolkit.Root).FirstOrDefault(f => File.Exists(Path.Combine(f, Header)));
        var library = toolkit
            .LibraryFolders()
            .Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "libcupti.so*").Order(StringComparer.Ordinal))
            .FirstOrDefault();
        return include is not null && library is not null
            ? new(include, library)
            : throw new ObservationException(
                $"the toolkit at {toolkit.Root} has no {(include is null ? Header : "libcupti.so")}; install its CUPTI "
                    + "package (cuda-cupti-dev)"
            );
    }

    private static IEnumerable<string> Includes(string root) =>
        [
            Path.Combine(root, "extras", "CUPTI", "include"),
            Path.Combine(root, "targets", "x86_64-linux", "include"),
            Path.Combine(root, "targets", "sbsa-linux", "include"),
            Path.Combine(root, "include"),
        ];
}
