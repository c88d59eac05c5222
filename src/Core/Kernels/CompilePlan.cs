using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;

namespace PerfGate.Core.Kernels;

/// <summary>
/// What the manifests ask to be compiled: <c>plan.json</c>, written by <c>perfgate list</c> and read by the compile
/// step.
/// </summary>
public sealed record CompilePlan : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "plan.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device that was chosen: <c>cuda</c> or <c>host</c>.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>Why that one, in one sentence.</summary>
    public required string DeviceReason { get; init; }

    /// <summary>
    /// The compute capability to compile for where the GPU is not on this machine, such as <c>8.9</c>; null if the
    /// machine can be asked.
    /// </summary>
    public string? ComputeCapability { get; init; }

    /// <summary>The modules to compile, ordered by source, kind and defines.</summary>
    public required ImmutableArray<PlannedModule> Modules { get; init; }

    /// <summary>The names of the cases that will be measured, ordered.</summary>
    public required ImmutableArray<string> Cases { get; init; }
}

/// <summary>One source to compile with one set of macro definitions.</summary>
/// <param name="Source">Absolute or repository-relative path of the <c>.cu</c> or C++ file, forward slashes.</param>
/// <param name="Kind">Kernels, benchmark functions, or host functions that compute expected outputs.</param>
/// <param name="Defines"><c>NAME=VALUE</c> joined by <c>;</c> and sorted; empty for none.</param>
/// <param name="Functions">The kernels or functions that must be callable, ordered.</param>
public sealed record PlannedModule(string Source, ModuleKind Kind, string Defines, ImmutableArray<string> Functions)
{
    /// <summary>
    /// What manifests pass to expected-output and benchmark functions, so that the compiler can hold it against their
    /// parameters. Of kernels: where manifests name the instances of templates, without arguments.
    /// </summary>
    public ImmutableArray<PlannedCall> Calls { get; init; } = [];

    /// <summary>Libraries that benchmark functions are linked with, as <c>-l</c> names them, ordered.</summary>
    public ImmutableArray<string> Libraries { get; init; } = [];

    /// <summary>
    /// Headers that the host device does not have and goes without: names as they are included, <c>*</c> for any text.
    /// </summary>
    public ImmutableArray<string> Guard { get; init; } = [];

    /// <summary>
    /// Names that the host device does without: declarations that have one in them are left out. <c>*</c> is any text.
    /// </summary>
    public ImmutableArray<string> Omit { get; init; } = [];
}

/// <summary>
/// A call of an expected-output or benchmark function, or of an instance of a template, as a manifest declares it.
/// </summary>
/// <param name="Function">The function.</param>
/// <param name="Benchmark">The benchmark that calls it.</param>
/// <param name="Manifest">The benchmark's manifest.</param>
/// <param name="Arguments">One per parameter.</param>
public sealed record PlannedCall(
    string Function, string Benchmark, string Manifest, ImmutableArray<PlannedArgument> Arguments)
{
    /// <summary>
    /// The line of the manifest that states the arguments or names the instance, counted from 1; 0 if it is not said.
    /// </summary>
    public int Line { get; init; }
}

/// <summary>An argument of a call.</summary>
/// <param name="Type">
/// The element type of a number: <c>f32</c>, <c>i64</c>. A buffer has brackets behind its element type. An
/// expected-output function reads <c>f64[]</c> where it holds floating-point numbers and <c>i64[]</c> where it holds
/// whole ones; a benchmark function reads it as it is.
/// </param>
/// <param name="Buffer">The buffer's name; null for a number.</param>
/// <param name="IsOutput">Whether it is a buffer that the function must fill, and so takes as non-const.</param>
public sealed record PlannedArgument(string Type, string? Buffer = null, bool IsOutput = false);
