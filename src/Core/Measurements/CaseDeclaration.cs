using System.Collections.Immutable;

namespace PerfGate.Core.Measurements;

/// <summary>
/// What a manifest declares of a case, every expression evaluated: the problem that it solves, how it is launched, and
/// how its outputs are checked. Two declarations of one name show what a branch changed.
/// </summary>
public sealed record CaseDeclaration
{
    /// <summary>The manifest's seed, which drawn inputs come from.</summary>
    public double Seed { get; init; } = 1;

    /// <summary>The buffers, in the manifest's order.</summary>
    public required ImmutableArray<DeclaredBuffer> Buffers { get; init; }

    /// <summary>The launches of one sample, in order.</summary>
    public required ImmutableArray<DeclaredLaunch> Launches { get; init; }

    /// <summary>The command that is observed; null for kernels that PerfGate launches itself.</summary>
    public DeclaredCommand? Command { get; init; }

    /// <summary>Compile-time macros, <c>NAME=VALUE</c> joined by <c>;</c> and sorted; null for none.</summary>
    public string? Defines { get; init; }

    /// <summary>Floating-point operations of one sample; null if not stated.</summary>
    public double? Flops { get; init; }

    /// <summary>Fewest bytes that one sample moves; null if not stated.</summary>
    public double? Bytes { get; init; }

    /// <summary>The outputs that are compared, with their bounds.</summary>
    public required ImmutableArray<DeclaredOutput> Outputs { get; init; }

    /// <summary>What computes the expected outputs.</summary>
    public required ExpectedSource Expected { get; init; }
}

/// <summary>A buffer as a manifest declares it, or a file that a command writes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type, such as <c>f32</c>.</param>
/// <param name="Count">Elements.</param>
/// <param name="Fill">
/// What it holds at the start: <c>normal(0, 1)</c>, <c>uniform(0, 10)</c>, <c>constant 0</c>, <c>index</c>,
/// <c>poison</c>.
/// </param>
public sealed record DeclaredBuffer(string Name, string Type, long Count, string Fill);

/// <summary>A launch as a manifest declares it.</summary>
/// <param name="Kernel">The kernel's name, or the function's.</param>
/// <param name="Grid">Blocks, trailing ones left out: <c>64 x 2</c>; empty for a function.</param>
/// <param name="Block">Threads per block, likewise.</param>
/// <param name="SharedMemory">Dynamic shared memory, bytes.</param>
/// <param name="Arguments">
/// Its arguments: buffers by name, scalars by type and value, joined by a comma and a space.
/// </param>
public sealed record DeclaredLaunch(string Kernel, string Grid, string Block, int SharedMemory, string Arguments);

/// <summary>A command as a manifest declares it.</summary>
/// <param name="Run">The program and its arguments, as a shell would quote them.</param>
/// <param name="Folder">The folder it runs in, relative to the repository root.</param>
/// <param name="Measure">What a sample is, with what is left out.</param>
/// <param name="Environment">
/// What is set in its environment, <c>NAME=VALUE</c> joined by blanks; null for nothing.
/// </param>
/// <param name="Build">What builds it, with its folder and environment; null for nothing.</param>
public sealed record DeclaredCommand(
    string Run, string Folder, string Measure, string? Environment = null, string? Build = null);

/// <summary>An output that is compared, and how close it must be.</summary>
/// <param name="Buffer">The output.</param>
/// <param name="Relative">
/// Largest norm of the difference over the norm of the expected output; null for no such bound.
/// </param>
/// <param name="Absolute">Largest absolute difference of any element; null for no such bound.</param>
public sealed record DeclaredOutput(string Buffer, double? Relative = null, double? Absolute = null);

/// <summary>What computes the expected outputs of a case.</summary>
public sealed record ExpectedSource
{
    /// <summary>A function, another benchmark or a file.</summary>
    public required ExpectedKind Kind { get; init; }

    /// <summary>
    /// The function's name, the other case's name, or the file's path relative to the repository root.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The function's source, relative to the repository root; null for the other kinds.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// The function's arguments, as in <see cref="DeclaredLaunch.Arguments"/>; null for the other kinds.
    /// </summary>
    public string? Arguments { get; init; }

    /// <summary>
    /// SHA-256 over the function's machine code and all that it calls; null if it was not compiled, and for the
    /// other kinds.
    /// </summary>
    public string? CodeHash { get; init; }

    /// <summary>
    /// SHA-256 over the tokens of the source and of the files that it includes in quotes, so that a comment or a line
    /// break changes nothing; for a file over its bytes. Null for another benchmark, and where nothing could be read.
    /// </summary>
    public string? Digest { get; init; }
}

/// <summary>Ways to compute the expected outputs.</summary>
public enum ExpectedKind
{
    /// <summary>A host function in double precision.</summary>
    Function,

    /// <summary>Another benchmark's outputs.</summary>
    Benchmark,

    /// <summary>A file of values.</summary>
    File,

    /// <summary>Nothing: the outputs of an observed command, which states no files, are not checked.</summary>
    Nothing,
}
