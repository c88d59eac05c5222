using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Benchmarks;

/// <summary>A benchmark at one point of its axes, every expression evaluated.</summary>
internal sealed record BenchmarkCase
{
    /// <summary><c>benchmark/AXIS=value,AXIS=value</c>, axes in the manifest's order.</summary>
    public required string Name { get; init; }

    /// <summary>The benchmark's name.</summary>
    public required string Benchmark { get; init; }

    /// <summary>What the case is for.</summary>
    public CaseRole Role { get; init; } = CaseRole.Case;

    /// <summary>Where its manifest declares it.</summary>
    public required SourceLocation DeclaredAt { get; init; }

    /// <summary>The <c>.cu</c> file, relative to the repository root, forward slashes.</summary>
    public required string Source { get; init; }

    /// <summary>The manifest's seed, which drawn inputs come from.</summary>
    public double Seed { get; init; } = 1;

    /// <summary>Compile-time macros, <c>NAME=VALUE</c> joined by <c>;</c> and sorted.</summary>
    public required string Defines { get; init; }

    /// <summary>Libraries that its functions are linked with, as <c>-l</c> names them.</summary>
    public ImmutableArray<string> Libraries { get; init; } = [];

    /// <summary>Headers that are empty on the host device, as they are included; <c>*</c> is any text.</summary>
    public ImmutableArray<string> Guard { get; init; } = [];

    /// <summary>Names whose declarations are left out on the host device; <c>*</c> is any text.</summary>
    public ImmutableArray<string> Omit { get; init; } = [];

    /// <summary>The buffers, in the manifest's order.</summary>
    public required ImmutableArray<BufferSpec> Buffers { get; init; }

    /// <summary>The sizes of the buffers that need memory of their own, bytes.</summary>
    public IReadOnlyList<long> BufferSizes => [.. Buffers.Where(b => b.Symbol is null).Select(b => b.Bytes)];

    /// <summary>The launches of one sample, in order; at least one, and none where a command is observed.</summary>
    public required ImmutableArray<LaunchSpec> Launches { get; init; }

    /// <summary>
    /// The buffers that its launches may write: its outputs, what a kernel takes as a pointer to non-const, and
    /// variables.
    /// </summary>
    public IReadOnlySet<string> Written =>
        Launches
            .SelectMany(l => l.Written)
            .Concat(Check.Outputs.Select(o => o.Buffer))
            .Concat(Buffers.Where(b => b.Symbol is not null).Select(b => b.Name))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The function that fills buffers of it; null for none.</summary>
    public ExpectedFunction? InputFunction =>
        Buffers.Select(b => b.Fill.Function).FirstOrDefault(f => f is not null)?.Call;

    /// <summary>How its outputs are checked.</summary>
    public required CheckSpec Check { get; init; }

    /// <summary>Buffers without a fill that a kernel reads before any kernel has written them.</summary>
    public ImmutableArray<UnfilledBuffer> Unfilled { get; init; } = [];

    /// <summary>Bounds of outputs that wrong outputs pass, too.</summary>
    public ImmutableArray<WeakBound> WeakBounds { get; init; } = [];

    /// <summary>Constants without an initial value that a kernel reads and the manifest does not set.</summary>
    public ImmutableArray<UnsetConstant> UnsetConstants { get; init; } = [];

    /// <summary>Floating-point operations of one sample; null if not stated.</summary>
    public double? Flops { get; init; }

    /// <summary>Fewest bytes that one sample moves; null if not stated.</summary>
    public double? Bytes { get; init; }

    /// <summary>The benchmark's own tolerance, as a fraction; null for the policy's.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The values of its parameters; null for a benchmark that declares none.</summary>
    public TuneUse? Tune { get; init; }

    /// <summary>Why this device cannot run it, in one line; null if it can.</summary>
    public string? SkipReason { get; init; }

    /// <summary>The command that is observed; null for kernels.</summary>
    public CommandSpec? Command { get; init; }

    /// <summary>The module that its launches are in: they are all kernels, or all functions.</summary>
    public ModuleKind LaunchedFrom => Launches[0].Function is null ? ModuleKind.Kernels : ModuleKind.Functions;
}

/// <summary>One buffer of a case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Count">Elements, at least 1.</param>
/// <param name="Fill">What it holds before a check and before timing.</param>
/// <param name="Seed">
/// Seed of its generator: a function of the buffer's name and the manifest's seed, so that it is the same in every run
/// and in every benchmark that another one is checked against.
/// </param>
internal sealed record BufferSpec(string Name, ElementType Type, long Count, FillSpec Fill, ulong Seed)
{
    /// <summary>
    /// Whether nobody will ask for these values again, so that they are not kept for later measurements.
    /// </summary>
    public bool Passing { get; init; }

    /// <summary>Whether it is the memory that functions ask for as scratch, and that no manifest declares.</summary>
    public bool IsScratch { get; init; }

    /// <summary>
    /// The <c>__constant__</c> or <c>__device__</c> variable whose memory it is; null for memory of its own.
    /// </summary>
    public string? Symbol { get; init; }

    /// <summary>Its size, bytes.</summary>
    public long Bytes => Count * Type.Size();
}

/// <summary>An output that is updated in place, and starts as NaN because its manifest states no fill.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Kernel">The kernel that reads it first.</param>
/// <param name="At">Where the manifest declares it.</param>
internal sealed record UnfilledBuffer(string Buffer, string Kernel, SourceLocation At);

/// <summary>A bound that an output of zeros passes.</summary>
/// <param name="Output">The buffer, or the path of a file.</param>
/// <param name="Relative">The bound, a fraction of the norm of what is expected.</param>
/// <param name="At">Where the manifest states it.</param>
internal sealed record WeakBound(string Output, double Relative, SourceLocation At);

/// <summary>A constant that is zero, because it has no initial value and its manifest does not set it.</summary>
/// <param name="Constant">Its name.</param>
/// <param name="Declared">Where the source declares it.</param>
/// <param name="At">The launch that reads it.</param>
internal sealed record UnsetConstant(string Constant, SourceLocation Declared, SourceLocation At);

/// <summary>What a buffer is filled with.</summary>
/// <param name="Kind">How.</param>
/// <param name="A">Mean of a normal, lower bound of a uniform, value of a constant; otherwise 0.</param>
/// <param name="B">Standard deviation of a normal, upper bound of a uniform; otherwise 0.</param>
internal sealed record FillSpec(FillKind Kind, double A = 0, double B = 0)
{
    /// <summary>The expression of the index; null for other kinds.</summary>
    public IndexExpression? Expression { get; init; }

    /// <summary>The file of the values; null for other kinds.</summary>
    public ValueFile? File { get; init; }

    /// <summary>The function that fills it with others; null for other kinds.</summary>
    public InputFunction? Function { get; init; }

    /// <summary>What tells it from others of its kind beside the numbers, as text that begins with a blank.</summary>
    public string Detail =>
        Expression is { } expression ? $" {expression}"
        : File is { } file ? $" {file.Digest}"
        : Function is { } function ? $" {function}"
        : "";

    /// <summary>Whether the values depend on the seed.</summary>
    public bool IsRandom => Kind is FillKind.Normal or FillKind.Uniform || Function is { IsRandom: true };
}

/// <summary>A file of raw little-endian elements.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Digest">SHA-256 of its bytes, lower-case hexadecimal.</param>
internal sealed record ValueFile(string Path, string Digest);

/// <summary>Ways to fill a buffer.</summary>
internal enum FillKind
{
    /// <summary>Normal with mean A and standard deviation B, seeded.</summary>
    Normal,

    /// <summary>Uniform in [A, B), seeded; for integer types A to B - 1.</summary>
    Uniform,

    /// <summary>Every element A.</summary>
    Constant,

    /// <summary>Element i holds i (modulo the type's range).</summary>
    Index,

    /// <summary>Element i holds the value of an expression of i.</summary>
    Expression,

    /// <summary>The bytes of a file.</summary>
    File,

    /// <summary>What a function writes, which fills others with it.</summary>
    Function,

    /// <summary>
    /// NaN for floating-point types, 0xA5 bytes for others: an element that is never written is seen.
    /// </summary>
    Poison,
}

/// <summary>One launch of a case.</summary>
/// <param name="Kernel">The kernel's name in the source.</param>
/// <param name="Grid">Blocks, 1 to 3 numbers of at least 1.</param>
/// <param name="Block">Threads per block, likewise.</param>
/// <param name="SharedMemory">Dynamic shared memory, bytes.</param>
/// <param name="Arguments">One per parameter.</param>
internal sealed record LaunchSpec(
    string Kernel,
    ImmutableArray<uint> Grid,
    ImmutableArray<uint> Block,
    int SharedMemory,
    ImmutableArray<ArgumentSpec> Arguments
)
{
    /// <summary>
    /// The buffers that the kernel may write, by its parameters: those that it does not take as pointers to const.
    /// </summary>
    public ImmutableArray<string> Written { get; init; } = [];

    /// <summary>Whether all blocks run at once, so that the grid may wait for itself.</summary>
    public bool Cooperative { get; init; }

    /// <summary>Blocks of a cluster, 1 to 3 numbers; empty for none.</summary>
    public ImmutableArray<uint> Cluster { get; init; } = [];

    /// <summary>What is stated of a C++ function that launches; null for a kernel.</summary>
    public FunctionSpec? Function { get; init; }

    /// <summary>The line of the manifest that names the kernel, counted from 1; 0 for a function.</summary>
    public int NamedAt { get; init; }
}

/// <summary>
/// A C++ function as a launch. Its name is <see cref="LaunchSpec.Kernel"/>, its grid and block are 1.
/// </summary>
/// <param name="ScratchBytes">The most scratch memory that one call may ask for.</param>
/// <param name="Overlaps">Whether its kernels may run at the same time.</param>
/// <param name="Synchronizes">Whether it waits for the device.</param>
/// <param name="Line">The line of the manifest that states its arguments, counted from 1.</param>
internal sealed record FunctionSpec(long ScratchBytes, bool Overlaps, bool Synchronizes, int Line)
{
    /// <summary>The name of the buffer that scratch memory is given out of.</summary>
    public const string ScratchName = "the scratch memory";
}

/// <summary>An argument of a launch or of an expected-output function.</summary>
/// <param name="Buffer">The buffer's name; null for a scalar.</param>
/// <param name="Type">The scalar's type; <see cref="ElementType.F32"/> and unused for a buffer.</param>
/// <param name="Value">The scalar's value; integers up to 2^53 are exact.</param>
internal sealed record ArgumentSpec(string? Buffer, ElementType Type, double Value)
{
    /// <summary>How far into the buffer it points, bytes; 0 for its beginning.</summary>
    public long Offset { get; init; }

    /// <summary>The bytes of a struct, a vector or a file; null for a buffer and a number.</summary>
    public ArgumentBlock? Block { get; init; }

    /// <summary>The buffers whose addresses it has.</summary>
    public IEnumerable<string> Buffers =>
        Block is { } block ? block.Parts.Select(p => p.Value.Buffer).OfType<string>()
        : Buffer is null ? []
        : [Buffer];
}

/// <summary>An argument that is passed as bytes.</summary>
/// <param name="Bytes">The bytes, zero where parts go.</param>
/// <param name="Parts">Buffers and numbers in it, each with its place in bytes.</param>
internal sealed record ArgumentBlock(
    ImmutableArray<byte> Bytes, ImmutableArray<(int At, ArgumentSpec Value)> Parts);
