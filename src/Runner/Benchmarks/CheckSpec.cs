using System.Collections.Immutable;

namespace PerfGate.Runner.Benchmarks;

/// <summary>
/// How the outputs of a case are checked. Exactly one of function, benchmark and file is set, and none of them
/// for an observed command, which has files, or nothing.
/// </summary>
/// <param name="Function">A host function in double precision.</param>
/// <param name="Benchmark">The name of another case whose outputs of the same names are the expected ones.</param>
/// <param name="File">
/// A file of raw little-endian values of the first output, in its own element type, absolute path.
/// </param>
/// <param name="Outputs">
/// What is compared, and how closely; at least one, for a command one for each file.
/// </param>
internal sealed record CheckSpec(
    ExpectedFunction? Function, string? Benchmark, string? File, ImmutableArray<OutputTolerance> Outputs)
{
    /// <summary>
    /// The files that a command writes; empty for kernels, and for a command whose files are not checked.
    /// </summary>
    public ImmutableArray<OutputFile> Files { get; init; } = [];
}

/// <summary>A file that a command writes, and what it must hold.</summary>
/// <param name="Name">Its name as the manifest writes it, which is the output's name.</param>
/// <param name="Path">The file, absolute.</param>
/// <param name="Expected">The file that it is compared with, absolute.</param>
/// <param name="Form">How the two are compared.</param>
/// <param name="Type">Its element type; <see cref="ElementType.U8"/> and unused for other forms.</param>
internal sealed record OutputFile(string Name, string Path, string Expected, OutputForm Form, ElementType Type)
{
    /// <summary>What it holds, as a declaration names it.</summary>
    public string TypeName =>
        Form switch
        {
            OutputForm.Bytes => "bytes",
            OutputForm.Text => "bytes of text",
            OutputForm.Elements => Type.Name(),
        };
}

/// <summary>Ways to compare a file.</summary>
internal enum OutputForm
{
    /// <summary>Byte by byte.</summary>
    Bytes,

    /// <summary>Line by line; how lines end does not matter.</summary>
    Text,

    /// <summary>As little-endian elements, within bounds.</summary>
    Elements,
}

/// <summary>A host function that computes a case's outputs.</summary>
/// <param name="Source">The C++ file, relative to the repository root, forward slashes.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">
/// One per parameter; floating-point buffers arrive as <c>double*</c>, integer ones as <c>int64_t*</c>.
/// </param>
/// <param name="Digest">
/// Digest of what the source and its includes say, comments aside; null if it could not be read.
/// </param>
internal sealed record ExpectedFunction(
    string Source,
    string Name,
    ImmutableArray<ArgumentSpec> Arguments,
    string? Digest = null
);

/// <summary>How close an output must be to the expected one.</summary>
/// <param name="Buffer">The output.</param>
/// <param name="Relative">
/// Largest norm of the difference over the norm of the expected values; null for no such bound.
/// </param>
/// <param name="Absolute">Largest absolute difference of any element; null for no such bound.</param>
internal sealed record OutputTolerance(string Buffer, double? Relative, double? Absolute);
