using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;

namespace PerfGate.Core.Kernels;

/// <summary>What the compile step produced: <c>kernels.json</c>.</summary>
public sealed record CompiledKernels : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "kernels.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device that the modules were compiled for: <c>cuda</c> or <c>host</c>.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>Compiler that made them.</summary>
    public required CompilerDescription Compiler { get; init; }

    /// <summary>The modules, ordered by source, defines and architecture.</summary>
    public required ImmutableArray<CompiledModule> Modules { get; init; }

    /// <summary>
    /// Modules that do not compile, if the compile step was asked to go on; null if it was not, or all compile.
    /// </summary>
    public ImmutableArray<FailedModule>? Failed { get; init; }
}

/// <summary>A module that does not compile.</summary>
/// <param name="Source">Its source, relative to the repository root, forward slashes.</param>
/// <param name="Defines">Its macros.</param>
/// <param name="Why">The first error, one line.</param>
public sealed record FailedModule(string Source, string Defines, string Why);

/// <summary>The compiler that made a set of modules.</summary>
/// <param name="Name"><c>nvcc</c>, <c>g++</c> or <c>clang++</c>.</param>
/// <param name="Version">Its version as it prints it, such as <c>13.0.88</c>.</param>
/// <param name="Flags">The flags common to all modules, without paths of the machine.</param>
public sealed record CompilerDescription(string Name, string Version, string Flags);

/// <summary>One compiled source with one set of macro definitions.</summary>
public sealed record CompiledModule
{
    /// <summary>
    /// The <c>.cu</c> file (or, for <see cref="ModuleKind.Expected"/>, the C++ file), relative to the repository root,
    /// forward slashes.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>What the module is.</summary>
    public required ModuleKind Kind { get; init; }

    /// <summary>Compile-time macros, <c>NAME=VALUE</c> joined by <c>;</c> and sorted; empty for none.</summary>
    public required string Defines { get; init; }

    /// <summary><c>sm_90a</c> and the like, or <c>host</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The cubin or shared library, relative to the file that holds this record, forward slashes.</summary>
    public required string Binary { get; init; }

    /// <summary>
    /// Lower-case SHA-256 over that file: the next build may put another one in its place. Null if it is not known.
    /// </summary>
    public string? BinaryHash { get; init; }

    /// <summary>The functions in it.</summary>
    public required ImmutableArray<CompiledKernel> Kernels { get; init; }
}

/// <summary>What a <see cref="CompiledModule"/> is.</summary>
public enum ModuleKind
{
    /// <summary>CUDA kernels.</summary>
    Kernels,

    /// <summary>Host functions that compute expected outputs.</summary>
    Expected,

    /// <summary>C++ functions that launch, written with <c>perfgate/benchmark.h</c>.</summary>
    Functions,
}

/// <summary>One function of a module.</summary>
public sealed record CompiledKernel
{
    /// <summary>The name in the source, as manifests use it.</summary>
    public required string Name { get; init; }

    /// <summary>The symbol to load: mangled unless the kernel is <c>extern "C"</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>
    /// The file that defines it, relative to the repository root, forward slashes; null if it is the source itself.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The line of <c>__global__</c> in that file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>
    /// Lower-case SHA-256 over the machine code, constants and resources of the kernel and all it calls; no paths,
    /// dates or debug lines.
    /// </summary>
    public required string CodeHash { get; init; }

    /// <summary>Registers per thread; null if the notion does not exist (host).</summary>
    public int? Registers { get; init; }

    /// <summary>Static shared memory, bytes.</summary>
    public int? SharedBytes { get; init; }

    /// <summary>Local memory per thread, bytes.</summary>
    public int? LocalBytes { get; init; }

    /// <summary>Bytes of register spill stores.</summary>
    public int? SpillStoreBytes { get; init; }

    /// <summary>Bytes of register spill loads.</summary>
    public int? SpillLoadBytes { get; init; }
}
