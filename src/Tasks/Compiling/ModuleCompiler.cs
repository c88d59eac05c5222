using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Compiles modules with one compiler for one architecture, if their cached binaries are out of date.
/// </summary>
/// <param name="compiler">The compiler.</param>
/// <param name="setup">What all compilers of a build share.</param>
internal abstract class ModuleCompiler(Compiler compiler, CompilerSetup setup)
{
    // Increased when what is done with the compiler's output changes, so that old outputs are not taken for new ones.
    private const string Recipe = "3";

    /// <summary>The architecture as <c>kernels.json</c> writes it.</summary>
    public abstract string Architecture { get; }

    /// <summary>The flags that all modules share, without paths.</summary>
    public abstract IReadOnlyList<string> Flags { get; }

    protected Compiler Compiler => compiler;

    protected CompilerRuns Runs => setup.Runs;

    protected SourcePaths Paths => setup.Paths;

    protected CompileOptions Options => setup.Options;

    protected ToolchainProbe Probe => setup.Probe;

    /// <summary>
    /// Whether the compiler is a script, which may do one thing with one source and another with the next.
    /// </summary>
    protected bool IsScript { get; } = WrapperFiles.IsScript(compiler.Path);

    /// <summary>Brings a module up to date.</summary>
    /// <param name="module">What to compile.</param>
    /// <returns>The module, or null with the errors that say why not.</returns>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public ModuleResult Build(PlannedModule module)
    {
        var place = new SourceLocation(Paths.Relative(module.Source));
        try
        {
            var output = OutputOf(module);
            var command = CommandOf(module, output);
            var key = KeyOf(module, command);
            var cache = new ModuleCache(output.Directory, Paths, Probe.Facts);
            if (cache.Find(key, output.Binary, out var untraceable) is { } kernels)
                return new(module, Describe(module, kernels), output.Binary, [], Compiled: false);
            Directory.CreateDirectory(output.Directory);
            cache.Forget();
            var started = DateTime.UtcNow;
            var compilation = Compile(module, output);
            if (compilation.Kernels is not { } compiled)
                return new(module, null, output.Binary, compilation.Diagnostics, Compiled: true);
            var inputs = ModuleInputs.Find(
                compilation.Dependencies, command.Toolchain, Probe.Facts, Paths, started, compilation.Assembled);
            if (compilation.Untraceable is { } reason)
                inputs = inputs with { Untraceable = inputs.Untraceable ?? reason };
            cache.Store(key, output.Binary, inputs, compiled);
            return new(
                module,
                Describe(module, compiled),
                output.Binary,
                compilation.Diagnostics,
                Compiled: true,
                untraceable
            );
        }
        catch (PerfGateException e)
        {
            return new(module, null, "", e.Diagnostics, Compiled: true);
        }
        catch (ElfFormatException e)
        {
            return new(module, null, "", [DiagnosticCatalog.ObjectUnreadable(place, e.Message)], Compiled: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(module, null, "", [DiagnosticCatalog.FileUnusable(place.File, e.Message)], Compiled: true);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            // The errors of the other modules are reported too.
            return new(module, null, "", [BuildLog.Internal(e) with { Location = place }], Compiled: true);
        }
    }

    /// <summary>What decides what the compiler does with a module.</summary>
    protected abstract ModuleCommand CommandOf(PlannedModule module, ModuleOutput output);

    /// <summary>Compiles; the dependencies are those that the compiler reported.</summary>
    protected abstract Compilation Compile(PlannedModule module, ModuleOutput output);

    /// <summary>The file name ending of the binary.</summary>
    protected abstract string Extension { get; }

    /// <summary>The macros and include directories of a module as arguments.</summary>
    protected void AppendDefinesAndIncludes(CommandLineBuilder arguments, string defines)
    {
        foreach (var define in defines.Split(';', StringSplitOptions.RemoveEmptyEntries))
            arguments.AppendSwitchIfNotNull("-D", define);
        foreach (var directory in Options.IncludeDirectories)
            arguments.AppendSwitchIfNotNull("-I", directory);
    }

    /// <summary>Reads a source, or says at it that it cannot be.</summary>
    protected string ReadSource(PlannedModule module)
    {
        try
        {
            return InputFile.Text(Paths.Absolute(module.Source), FileLimit.Source);
        }
        catch (PerfGateException e)
        {
            throw new PerfGateException(
                DiagnosticCatalog.SourceUnreadable(new(Paths.Relative(module.Source)), e.Diagnostics[0].Message),
                ExitCode.Usage,
                e
            );
        }
    }

    /// <summary>The source of a module with what it includes.</summary>
    /// <exception cref="PerfGateException">PG1010: the source cannot be read. Or an include cannot.</exception>
    protected SourceTree ReadTree(PlannedModule module)
    {
        ReadSource(module);
        var tree = SourceTree.Read(Paths.Absolute(module.Source), Options.IncludeDirectories);
        return tree.Faults.IsEmpty ? tree : throw new PerfGateException([.. tree.Faults], ExitCode.Usage);
    }

    /// <summary>The planned kernels, in the plan's order.</summary>
    /// <exception cref="PerfGateException">PG1004: the source lacks one.</exception>
    protected IReadOnlyList<PlannedKernel> PlannedKernels(PlannedModule module, SourceTree tree)
    {
        var found = module.Functions.Select(f => (Name: f, Kernel: PlannedKernel.Find(f, tree))).ToList();
        var at = new SourceLocation(Paths.Relative(module.Source));
        var missing = found
            .Where(f => f.Kernel is null)
            .Select(f => DiagnosticCatalog.KernelNotInSource(at, f.Name, tree.Kernels.Select(d => d.Name).Distinct()))
            .ToList();
        return missing.Count > 0
            ? throw new PerfGateException(missing, ExitCode.Usage)
            : [.. found.Select(f => f.Kernel! with { NamedAt = NamedAt(module, f.Name) })];
    }

    private SourceLocation? NamedAt(PlannedModule module, string kernel) =>
        module.Calls.FirstOrDefault(c => c.Function == kernel && c.Line > 0) is { } call
            ? new(Paths.Absolute(call.Manifest), call.Line)
            : null;

    /// <summary>The file of a kernel as <c>kernels.json</c> has it: null if it is the module's source.</summary>
    protected string? FileOf(PlannedModule module, PlannedKernel kernel) =>
        kernel.Path == Paths.Absolute(module.Source) ? null : Paths.Relative(kernel.Path);

    /// <summary>Where a kernel is defined.</summary>
    protected SourceLocation PlaceOf(PlannedKernel kernel) => new(Paths.Relative(kernel.Path), kernel.Line);

    /// <summary>The diagnostics of a run of the compiler; at least one error where it failed.</summary>
    protected IReadOnlyList<Diagnostic> Read(ToolResult result, PlannedModule module)
    {
        var at = new SourceLocation(Paths.Relative(module.Source));
        var diagnostics = InstanceErrors.Find(
            new CompilerOutput(Paths, Options.HostIncludeDirectory).Parse(result.Lines, at), module, Paths);
        // Whether it failed, the exit code alone says: a source can print what looks like an error (#pragma message).
        if (result.ExitCode == 0)
            return FixedMacros.Find([.. diagnostics.Where(d => d.Severity != Severity.Error)], module.Defines);
        if (diagnostics.Any(d => d.Severity == Severity.Error))
            return diagnostics;
        var last = string.Join(" | ", result.Lines.Where(l => !string.IsNullOrWhiteSpace(l)).TakeLast(3));
        return [.. diagnostics, DiagnosticCatalog.CompilerFailed(at, compiler.Name, result.ExitCode, last)];
    }

    private CompiledModule Describe(PlannedModule module, ImmutableArray<CompiledKernel> kernels) =>
        new()
        {
            Source = Paths.Relative(module.Source),
            Kind = module.Kind,
            Defines = module.Defines,
            Architecture = Architecture,
            Binary = "",
            Kernels = kernels,
        };

    private string KeyOf(PlannedModule module, ModuleCommand command) =>
        Hash(
            string.Join(
                '\n',
                [
                    Recipe,
                    compiler.Identity,
                    command.Toolchain.Identity,
                    Architecture,
                    Paths.Root,
                    module.Kind.ToString(),
                    module.Defines,
                    .. module.Functions,
                    .. command.Parts,
                    .. CompilerEnvironment.Of(Environment.GetEnvironmentVariables()),
                ]
            )
        );

    // The same source compiled with other macros is another module, and so has another directory.
    private ModuleOutput OutputOf(PlannedModule module)
    {
        var stem = Path.GetFileNameWithoutExtension(module.Source);
        var identity = Hash($"{Paths.Relative(module.Source)}\n{module.Kind}\n{module.Defines}\n{Architecture}")[..12];
        var directory = Path.Combine(
            Options.IntermediateDirectory,
            module.Kind == ModuleKind.Expected ? "expected" : Architecture,
            $"{stem}-{identity}"
        );
        return new(directory, Path.Combine(directory, stem + Extension), Path.Combine(directory, "temporary"));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
