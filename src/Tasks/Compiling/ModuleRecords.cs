using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>Where a module's files go.</summary>
/// <param name="Directory">Its own directory.</param>
/// <param name="Binary">The cubin or shared library.</param>
/// <param name="Temporary">Where the compiler may put temporary files; gone after it ended.</param>
internal sealed record ModuleOutput(string Directory, string Binary, string Temporary);

/// <summary>What came of compiling a module.</summary>
/// <param name="Kernels">The functions; null if it failed.</param>
/// <param name="Dependencies">The files that went into it.</param>
/// <param name="Diagnostics">Errors and warnings.</param>
/// <param name="Assembled">
/// Whether the files that the assembler read are among the dependencies, or there are none.
/// </param>
internal sealed record Compilation(
    ImmutableArray<CompiledKernel>? Kernels,
    IReadOnlyList<string> Dependencies,
    IReadOnlyList<Diagnostic> Diagnostics,
    bool Assembled
)
{
    /// <summary>Why the dependencies may not be all; null if they are.</summary>
    public string? Untraceable { get; init; }

    /// <summary>A compilation that failed.</summary>
    public static Compilation Failed(IReadOnlyList<Diagnostic> diagnostics) =>
        new(null, [], diagnostics, Assembled: true);
}

/// <summary>A module brought up to date, or the reasons why not.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Module">The module, its binary not yet named; null if it failed.</param>
/// <param name="Binary">The binary, absolute.</param>
/// <param name="Diagnostics">Errors and warnings.</param>
/// <param name="Compiled">Whether the compiler ran; false if the cached binary still stood.</param>
/// <param name="Untraceable">Why the module is compiled in each build; null if it is not.</param>
internal sealed record ModuleResult(
    PlannedModule Plan,
    CompiledModule? Module,
    string Binary,
    IReadOnlyList<Diagnostic> Diagnostics,
    bool Compiled,
    string? Untraceable = null
);

/// <summary>What decides what a compiler does with a module, beside the files that it reads.</summary>
/// <param name="Parts">The command lines, and what PerfGate writes for the compiler itself.</param>
/// <param name="Toolchain">The programs.</param>
internal sealed record ModuleCommand(IReadOnlyList<string> Parts, Toolchain Toolchain);

/// <summary>What the user set for compiling.</summary>
/// <param name="IntermediateDirectory">Where modules are compiled to, absolute.</param>
/// <param name="HostIncludeDirectory">The directory of <c>perfgate_host.h</c>, absolute.</param>
/// <param name="IncludeDirectories">Further include directories, absolute.</param>
/// <param name="NvccFlags">Flags for nvcc.</param>
/// <param name="HostFlags">Flags for the host compiler.</param>
/// <param name="HostCompiler">The host compiler, by name or path; null or empty for the one that is found.</param>
internal sealed record CompileOptions(
    string IntermediateDirectory, string HostIncludeDirectory, ImmutableArray<string> IncludeDirectories,
    ImmutableArray<string> NvccFlags, ImmutableArray<string> HostFlags, string? HostCompiler)
{
    /// <summary>
    /// The directory of <c>perfgate/benchmark.h</c>, absolute. nvcc searches it and not the one above, whose headers
    /// stand in for CUDA's.
    /// </summary>
    public string FunctionIncludeDirectory => Path.Combine(HostIncludeDirectory, "functions");
}

/// <summary>What all compilers of a build share.</summary>
/// <param name="Runs">Runs them.</param>
/// <param name="Paths">How paths are written.</param>
/// <param name="Options">What the user set.</param>
/// <param name="Probe">Asks them what they would run.</param>
internal sealed record CompilerSetup(
    CompilerRuns Runs, SourcePaths Paths, CompileOptions Options, ToolchainProbe Probe);
