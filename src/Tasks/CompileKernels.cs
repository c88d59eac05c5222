using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Build.Framework;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Tasks.Compiling;
using PerfGate.Tasks.Compiling.Functions;

namespace PerfGate.Tasks;

/// <summary>
/// Compiles the modules of <c>plan.json</c> and writes <c>kernels.json</c>. Each compiler runs as a tool task of its
/// own, several at a time; a module is not compiled again while the compiler would read and run what it did before.
/// </summary>
public sealed class CompileKernels : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly Lock _gate = new();
    private CompilerRuns? _runs;
    private bool _cancelled;

    /// <summary>The plan that <c>perfgate list</c> wrote.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>The file to write, <c>kernels.json</c>; left alone where nothing in it changes.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>Where modules are compiled to and cached.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The directory that paths in files and messages are relative to.</summary>
    [Required]
    public string RepositoryRoot { get; set; } = "";

    /// <summary>The directory of <c>perfgate_host.h</c>.</summary>
    [Required]
    public string HostIncludeDirectory { get; set; } = "";

    /// <summary><c>native</c>, or names such as <c>sm_89;sm_90a</c>.</summary>
    public string Architectures { get; set; } = "native";

    /// <summary>nvcc, by name or path; empty to search for it.</summary>
    public string? Nvcc { get; set; }

    /// <summary>The host compiler, by name or path; empty for g++, then clang++.</summary>
    public string? HostCompiler { get; set; }

    /// <summary>Flags added to those for nvcc, separated by blanks.</summary>
    public string? NvccFlags { get; set; }

    /// <summary>Flags added to those for the host compiler, separated by blanks.</summary>
    public string? HostFlags { get; set; }

    /// <summary>Directories to look for included files in.</summary>
    public ITaskItem[] IncludeDirectories { get; set; } = [];

    /// <summary>
    /// Whether a module of kernels that does not compile is written down, rather than failing the build: variants of a
    /// kernel may well not compile.
    /// </summary>
    public bool KeepGoing { get; set; }

    /// <summary>How many modules were compiled; the others still stood.</summary>
    [Output]
    public int CompiledCount { get; private set; }

    /// <summary>Whether the plan chose a device other than the processor of this machine.</summary>
    [Output]
    public bool ForGpu { get; private set; }

    /// <inheritdoc/>
    public override bool Execute() => BuildLog.Guard(Log, CompileAll);

    private bool CompileAll()
    {
        var paths = new SourcePaths(RepositoryRoot);
        using var compilers = new CompilerRuns(BuildEngine, paths.Root);
        lock (_gate)
        {
            _runs = compilers;
            if (_cancelled)
                return false;
        }

        try
        {
            Compile(paths, compilers);
        }
        finally
        {
            lock (_gate)
                _runs = null;
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        lock (_gate)
        {
            _cancelled = true;
            _runs?.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runs?.Dispose();

    private void Compile(SourcePaths paths, CompilerRuns compilers)
    {
        var plan = JsonFile.Read(
            Path.GetFullPath(Plan, paths.Root),
            PerfGateJson.Default.CompilePlan,
            "plan.schema.json"
        );
        ForGpu = !plan.Device.RunsOnProcessor;
        var jobs = Jobs(plan, paths, compilers, out var compiler);
        var results = new ConcurrentDictionary<int, ModuleResult>();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = compilers.Cancelled,
        };
        var done = 0;
        Parallel.For(
            0,
            jobs.Count,
            options,
            i =>
            {
                results[i] = jobs[i].Compiler.Build(jobs[i].Module);
                var step = Interlocked.Increment(ref done);
                if (results[i].Compiled)
                    Log.LogMessage(MessageImportance.High, Step(step, jobs.Count, jobs[i].Module));
            }
        );

        // Reported in the plan's order, whichever finished first: the same sources give the same log.
        var ordered = Enumerable.Range(0, jobs.Count).Select(i => results[i]).ToList();
        var failed = KeepGoing
            ? ordered.Where(r => r.Module is null && r.Plan.Kind != ModuleKind.Expected).ToList()
            : [];
        ordered = [.. ordered.Except(failed)];
        BuildLog.Write(Log, ordered.SelectMany(r => r.Diagnostics).Distinct());
        if (Log.HasLoggedErrors)
            return;
        foreach (var result in ordered.Where(r => r.Untraceable is not null))
        {
            Log.LogMessage(
                MessageImportance.Normal,
                $"PerfGate: {result.Module!.Source} is compiled in each build, because {result.Untraceable}.");
        }

        CompiledCount = ordered.Count(r => r.Compiled);
        var output = Path.GetFullPath(Output, paths.Root);
        JsonFile.Write(
            output,
            Describe(plan.Device, compiler, ordered, Path.GetDirectoryName(output)!) with
            {
                Failed = failed.Count == 0 ? null : [.. failed.Select(f => Failure(f, paths))],
            },
            PerfGateJson.Default.CompiledKernels
        );
        Log.LogMessage(
            MessageImportance.High,
            $"PerfGate: {ordered.Count} modules for {plan.Device.Name} ({compiler.Name} {compiler.Version}), "
                + $"{CompiledCount} compiled, {ordered.Count - CompiledCount} unchanged."
        );
    }

    private static FailedModule Failure(ModuleResult failed, SourcePaths paths)
    {
        var first = failed.Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error);
        return new(
            paths.Relative(failed.Plan.Source),
            failed.Plan.Defines,
            first is null ? "it does not compile" : $"{first.Location}: {first.Message}"
        );
    }

    private static string Step(int step, int all, PlannedModule module) =>
        $"[{step}/{all}] {Path.GetFileName(module.Source)}{(module.Defines.Length > 0 ? $" ({module.Defines})" : "")}";

    private IReadOnlyList<(ModuleCompiler Compiler, PlannedModule Module)> Jobs(
        CompilePlan plan, SourcePaths paths, CompilerRuns compilers, out CompilerDescription compiler)
    {
        var options = Options(paths);
        var hostCompiler = Compiler.FindHost(compilers, HostCompiler);
        var setup = new CompilerSetup(
            compilers, paths, options, new(compilers, new(paths.Root), options.IntermediateDirectory));
        var host = new HostModuleCompiler(hostCompiler, setup);
        (var kernels, var functions, compiler) = plan.Device switch
        {
            DeviceKind.Host => ([host], [host], hostCompiler.Describe(host.Flags)),
            DeviceKind.Cuda => Cuda(),
        };
        return [.. plan.Modules.SelectMany(m => CompilersOf(m.Kind).Select(c => (c, m)))];

        IReadOnlyList<ModuleCompiler> CompilersOf(ModuleKind kind) =>
            kind switch
            {
                ModuleKind.Kernels => kernels,
                ModuleKind.Functions => functions,
                ModuleKind.Expected => [host],
            };

        (IReadOnlyList<ModuleCompiler>, IReadOnlyList<ModuleCompiler>, CompilerDescription) Cuda()
        {
            var nvcc = Compiler.FindNvcc(compilers, Nvcc);
            var architectures = GpuArchitectures.Resolve(Architectures, plan.ComputeCapability, compilers, nvcc);
            ModuleCompiler[] each = [.. architectures.Select(a => new CudaModuleCompiler(nvcc, a, setup))];
            ModuleCompiler[] libraries = [.. architectures.Select(a => new CudaFunctionCompiler(nvcc, a, setup))];
            return (each, libraries, nvcc.Describe(each[0].Flags));
        }
    }

    private CompileOptions Options(SourcePaths paths) => new(
        Path.GetFullPath(IntermediateDirectory, paths.Root),
        Path.GetFullPath(HostIncludeDirectory, paths.Root),
        [.. IncludeDirectories.Select(d => d.GetMetadata("FullPath"))],
        Words(NvccFlags),
        Words(HostFlags),
        HostCompiler);

    private static ImmutableArray<string> Words(string? flags) =>
        [.. (flags ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    private static CompiledKernels Describe(
        DeviceKind device, CompilerDescription compiler, IEnumerable<ModuleResult> results, string directory) => new()
    {
        Device = device,
        Compiler = compiler,
        Modules =
        [
            .. results
                .Select(r => r.Module! with
                {
                    Binary = Path.GetRelativePath(directory, r.Binary).Replace('\\', '/'),
                    BinaryHash = FileDigest.Of(r.Binary),
                })
                .OrderBy(m => m.Source, StringComparer.Ordinal)
                .ThenBy(m => m.Defines, StringComparer.Ordinal)
                .ThenBy(m => m.Architecture, StringComparer.Ordinal)
                .ThenBy(m => m.Kind),
        ],
    };
}
