using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Looks up compiled kernels by the names that manifests use.</summary>
internal sealed class KernelCatalog
{
    private readonly string _folder;

    private KernelCatalog(string path, CompiledKernels compiled)
    {
        Path = path;
        Compiled = compiled;
        _folder = System.IO.Path.GetDirectoryName(path)!;
    }

    /// <summary>The <c>kernels.json</c> it was read from, absolute.</summary>
    public string Path { get; }

    /// <summary>Its content.</summary>
    public CompiledKernels Compiled { get; }

    /// <summary>Whether any C++ functions that launch were compiled.</summary>
    public bool HasFunctions => Compiled.Modules.Any(m => m.Kind == ModuleKind.Functions);

    /// <summary>
    /// The folders that the modules are kept in, each in one of its own with what it was compiled from; absolute.
    /// Modules of earlier builds lie there too.
    /// </summary>
    public IEnumerable<string> Folders =>
        Compiled.Modules.Select(m => System.IO.Path.GetFullPath("../..", BinaryOf(m))).Distinct();

    /// <summary>Reads a <c>kernels.json</c>.</summary>
    /// <exception cref="PerfGateException">PG2002: it is missing. PG9001-PG9004: it is not usable.</exception>
    public static KernelCatalog Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!InputFile.IsThere(full))
            throw new PerfGateException(DiagnosticCatalog.NothingCompiled(full), ExitCode.Usage);
        return new(full, JsonFile.Read(full, PerfGateJson.Default.CompiledKernels, "kernels.schema.json"));
    }

    /// <summary>Reads a <c>kernels.json</c> and the modules that it names, to run them.</summary>
    /// <exception cref="PerfGateException">
    /// As <see cref="Read"/>. PG2003: a module is missing, or was made by another build than this file.
    /// </exception>
    public static KernelCatalog ReadWithModules(string path)
    {
        var catalog = Read(path);
        var others = catalog.Compiled.Modules.Where(m => !catalog.IsAsNamed(m)).Select(catalog.BinaryOf).ToList();
        return others.Count == 0
            ? catalog
            : throw new PerfGateException(
                [.. others.Select(o => DiagnosticCatalog.ModuleOfAnotherBuild(o, catalog.Path))], ExitCode.Usage);
    }

    private bool IsAsNamed(CompiledModule module) =>
        module.BinaryHash is not { } hash || (File.Exists(BinaryOf(module)) && FileDigest.Of(BinaryOf(module)) == hash);

    /// <summary>Absolute path of a module's binary.</summary>
    public string BinaryOf(CompiledModule module) => ForeignPath.Full(module.Binary, _folder);

    /// <summary>
    /// The module with a case's kernels or functions that fits the device best, or null if none was compiled.
    /// </summary>
    /// <param name="benchmark">The case.</param>
    /// <param name="computeCapability">The GPU's, such as <c>9.0</c>; null if it is no NVIDIA GPU.</param>
    public CompiledModule? ModuleOf(BenchmarkCase benchmark, string? computeCapability) =>
        Compiled.Modules
            .Where(m => m.Kind == benchmark.LaunchedFrom)
            .Where(m => m.Source == benchmark.Source && m.Defines == benchmark.Defines)
            .Select(m => (Module: m, Rank: Fit(m.Architecture, computeCapability)))
            .Where(m => m.Rank > 0)
            .OrderByDescending(m => m.Rank)
            .Select(m => m.Module)
            .FirstOrDefault();

    /// <summary>
    /// All modules but kernels and functions of other cases: what the results of cases can depend on.
    /// </summary>
    /// <param name="cases">The cases.</param>
    public IEnumerable<CompiledModule> ModulesFor(IReadOnlyCollection<BenchmarkCase> cases) =>
        Compiled.Modules.Where(m =>
            m.Kind == ModuleKind.Expected || cases.Any(c => c.Source == m.Source && c.Defines == m.Defines)
        );

    /// <summary>The module with an expected-output function, or null if none was compiled.</summary>
    public CompiledModule? ModuleOf(ExpectedFunction function) =>
        Compiled.Modules.FirstOrDefault(m => m.Kind == ModuleKind.Expected && m.Source == function.Source);

    /// <summary>
    /// The compiled form of every kernel that a case launches, in launch order; null if one was not compiled.
    /// </summary>
    public IReadOnlyList<CompiledKernel>? KernelsOf(BenchmarkCase benchmark, string? computeCapability)
    {
        if (benchmark.Command is not null || ModuleOf(benchmark, computeCapability) is not { } module)
            return null;
        var kernels = benchmark
            .Launches.Select(l => module.Kernels.FirstOrDefault(k => k.Name == l.Kernel))
            .OfType<CompiledKernel>()
            .ToArray();
        return kernels.Length == benchmark.Launches.Length ? kernels : null;
    }

    // A cubin runs on its own major version, at its own minor version or a later one; 'a' code on that very version
    // only. CUDA C++ Programming Guide, "Binary Compatibility".
    private static int Fit(string architecture, string? computeCapability)
    {
        var nvidia = architecture.StartsWith("sm_", StringComparison.Ordinal);
        if (computeCapability is null)
            return nvidia ? 0 : 1;
        if (!nvidia)
            return 0;
        var specific = !char.IsAsciiDigit(architecture[^1]);
        var code = architecture.AsSpan(3).TrimEnd("af").ToString();
        var device = computeCapability.Replace(".", "", StringComparison.Ordinal);
        if (code == device)
            return specific ? 1000 : 999;
        return !specific && code.Length == device.Length && code[..^1] == device[..^1] && code[^1] < device[^1]
            ? 1 + code[^1] - '0'
            : 0;
    }
}
