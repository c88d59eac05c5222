using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Measurements;

/// <summary>One case of a measurement with the samples of every run.</summary>
public sealed record MeasuredCase
{
    /// <summary>
    /// The case's name: <c>benchmark/AXIS=value,AXIS=value</c>, or the benchmark's alone where it has no axes.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The benchmark's name.</summary>
    public required string Benchmark { get; init; }

    /// <summary>What the case is for.</summary>
    public CaseRole Role { get; init; } = CaseRole.Case;

    /// <summary>How measuring it ended.</summary>
    public required CaseStatus Status { get; init; }

    /// <summary>Why it is not <see cref="CaseStatus.Measured"/>, in one line; null if it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The <c>__global__</c> line of the first kernel it launches.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>
    /// SHA-256 over what runs: machine code of the kernels it launches, launch configuration, buffers and arguments.
    /// Null where nothing was compiled.
    /// </summary>
    public string? CodeHash { get; init; }

    /// <summary>SHA-256 over what the base side runs, as <see cref="CodeHash"/>; null unless interleaved.</summary>
    public string? ReferenceCodeHash { get; init; }

    /// <summary>What was observed, where it is a command; null for kernels that PerfGate launches itself.</summary>
    public ObservedWork? Observed { get; init; }

    /// <summary>The kernels that it launches, in order, with their resources.</summary>
    public ImmutableArray<LaunchedKernel> Kernels { get; init; } = [];

    /// <summary>The kernels of the base side; empty unless interleaved.</summary>
    public ImmutableArray<LaunchedKernel> ReferenceKernels { get; init; } = [];

    /// <summary>Where its manifest declares it; null if that is not known.</summary>
    public SourceLocation? DeclaredAt { get; init; }

    /// <summary>What its manifest declares; null if it is skipped, and in files from before this was kept.</summary>
    public CaseDeclaration? Declaration { get; init; }

    /// <summary>What the base's manifest declares; null unless interleaved.</summary>
    public CaseDeclaration? ReferenceDeclaration { get; init; }

    /// <summary>Floating-point operations of one sample, as the manifest states; null if it states none.</summary>
    public double? Flops { get; init; }

    /// <summary>
    /// The fewest bytes that one sample must move, as the manifest states; null if it states none.
    /// </summary>
    public double? Bytes { get; init; }

    /// <summary>The tolerance that the manifest sets for it, as a fraction; null for the policy's.</summary>
    public double? Tolerance { get; init; }

    /// <summary>
    /// <c>cold</c> or <c>hot</c>: the cache state before each of its samples. Null in older files, which have the
    /// environment's.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>
    /// What the timing clock itself added to every sample, nanoseconds: the median over the runs. It has been taken
    /// off the samples. Null where the clock adds nothing, or nobody can tell.
    /// </summary>
    public double? ClockShare { get; init; }

    /// <summary>
    /// The tolerance that the base's manifest sets for it, as a fraction; null for the policy's, and where not
    /// interleaved.
    /// </summary>
    public double? ReferenceTolerance { get; init; }

    /// <summary>
    /// Whether the filter of the invocation left it out: a choice of the person who ran the gate. Any other
    /// <see cref="CaseStatus.Skipped"/> case is left out by its own manifest, on this device.
    /// </summary>
    public bool FilteredOut { get; init; }

    /// <summary>
    /// UUID of the GPU that measured it, where several GPUs shared a measurement out; otherwise null, and it is the
    /// environment's.
    /// </summary>
    public string? Gpu { get; init; }

    /// <summary>Peak device memory while it ran, bytes.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The worst outcome of each output's checks over all runs.</summary>
    public ImmutableArray<OutputCheck> Checks { get; init; } = [];

    /// <summary>
    /// The worst outcome of each check of the base side, by the base's own expected outputs; empty unless interleaved.
    /// </summary>
    public ImmutableArray<OutputCheck> ReferenceChecks { get; init; } = [];

    /// <summary>The valid runs, in the order in which they were taken.</summary>
    public ImmutableArray<CaseRun> Runs { get; init; } = [];

    /// <summary>Runs of this case that were thrown away whole, with the reason.</summary>
    public ImmutableArray<DiscardedRun> Discarded { get; init; } = [];
}

/// <summary>What a case is for.</summary>
public enum CaseRole
{
    /// <summary>To be judged.</summary>
    Case,

    /// <summary>A kernel of PerfGate's own that never changes: it shows whether the machine did.</summary>
    Canary,
}

/// <summary>How measuring a case ended.</summary>
public enum CaseStatus
{
    /// <summary>It has valid runs.</summary>
    Measured,

    /// <summary>Its outputs are wrong.</summary>
    Incorrect,

    /// <summary>It fails when it is run: out of device memory, a device error, a hang.</summary>
    Failed,

    /// <summary>
    /// It could not be run, for a reason that says nothing about its code: its worker was killed, or the time ended
    /// before its first run.
    /// </summary>
    NotRun,

    /// <summary>No run of it was steady, within the bounded number of retakes.</summary>
    Unstable,

    /// <summary>It declares a need that this device does not meet, or was left out on request.</summary>
    Skipped,

    /// <summary>Byte-identical to the reference, and the policy says not to time such cases.</summary>
    NotTimed,
}

/// <summary>One kernel of a case's launches.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="CodeHash">SHA-256 over its machine code.</param>
/// <param name="Registers">Registers per thread; null on the host device.</param>
/// <param name="SharedBytes">Static plus dynamic shared memory per block, bytes.</param>
/// <param name="LocalBytes">Local memory per thread, bytes.</param>
/// <param name="SpillBytes">Spill stores plus spill loads, bytes.</param>
public sealed record LaunchedKernel(
    string Name,
    string CodeHash,
    int? Registers = null,
    int? SharedBytes = null,
    int? LocalBytes = null,
    int? SpillBytes = null
);

/// <summary>How far an output is from what is expected.</summary>
/// <param name="Buffer">The output's name.</param>
/// <param name="RelativeError">
/// Norm of the difference over the norm of the expected output; the largest finite double where not finite.
/// </param>
/// <param name="MaximumAbsoluteError">Largest absolute difference of an element; likewise.</param>
/// <param name="Passed">Whether both are within what the manifest allows.</param>
/// <param name="Detail">What is wrong, in one line; null if nothing is.</param>
public sealed record OutputCheck(
    string Buffer,
    double RelativeError,
    double MaximumAbsoluteError,
    bool Passed,
    string? Detail = null
)
{
    /// <summary>
    /// Share of the elements, 0 to 1, that are as near to the expected value as their type can be (half a unit in the
    /// last place); null if the output could not be compared.
    /// </summary>
    public double? ExactShare { get; init; }

    /// <summary>Largest absolute value of the expected output; null if the output could not be compared.</summary>
    public double? LargestExpected { get; init; }

    /// <summary>Whether every run gave the same bytes; null if fewer than two runs can tell.</summary>
    public bool? Deterministic { get; init; }
}

/// <summary>A run of a case that was thrown away whole.</summary>
/// <param name="Run">The run's index.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record DiscardedRun(int Run, string Reason);

/// <summary>The samples that one fresh process took of one case.</summary>
public sealed record CaseRun
{
    /// <summary>The run's index within the measurement, counted from 0.</summary>
    public required int Run { get; init; }

    /// <summary>Samples of the candidate, nanoseconds, in time order; at least one.</summary>
    public required ImmutableArray<double> Samples { get; init; }

    /// <summary>
    /// Samples of the base's kernels out of the same process, nanoseconds, in time order; null unless interleaved.
    /// </summary>
    public ImmutableArray<double>? ReferenceSamples { get; init; }

    /// <summary>
    /// Interquartile mean of each launch's own time, nanoseconds, in launch order; null for a single launch or where
    /// the clock cannot tell.
    /// </summary>
    public ImmutableArray<double>? LaunchTimes { get; init; }

    /// <summary>
    /// Interquartile mean of each launch of the base in the same process, nanoseconds; null unless interleaved.
    /// </summary>
    public ImmutableArray<double>? ReferenceLaunchTimes { get; init; }
}
