using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Core.Measurements;

/// <summary>The fingerprint of where and with what a measurement was taken.</summary>
public sealed record MeasurementEnvironment
{
    /// <summary><c>cuda</c> or <c>host</c>. Makes two measurements incomparable.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>
    /// The device model as a file name: <c>nvidia-l4</c>, or <c>host-</c> and the processor. Makes two measurements
    /// incomparable.
    /// </summary>
    public required string DeviceSlug { get; init; }

    /// <summary>
    /// The timing clock: <c>cupti</c>, <c>events</c> or <c>host</c>. Makes two measurements incomparable.
    /// </summary>
    public required string Clock { get; init; }

    /// <summary><c>cold</c> or <c>hot</c>. Makes two measurements incomparable.</summary>
    public required string Cache { get; init; }

    /// <summary><c>observe</c> or <c>lock</c>. Makes two measurements incomparable.</summary>
    public required string ClockPolicy { get; init; }

    /// <summary>The GPU; null on the host device.</summary>
    public GpuDescription? Gpu { get; init; }

    /// <summary>The machine around it.</summary>
    public required HostDescription Host { get; init; }

    /// <summary>The compiler. Its major version makes two measurements incomparable.</summary>
    public required CompilerDescription Compiler { get; init; }

    /// <summary>The commit measured; null outside a repository.</summary>
    public GitState? Git { get; init; }

    /// <summary>Version of PerfGate.</summary>
    public required string PerfGateVersion { get; init; }

    /// <summary>
    /// The libraries that benchmark functions are linked with, by the names that manifests give them: the file that was
    /// loaded for each, such as <c>libcublas.so.13.0.2.14</c>. Its size in bytes follows where its name has no version.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Libraries { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Every variable that was locked in the workers, as read back there, ordered by name.</summary>
    public ImmutableSortedDictionary<string, string> Locked { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A GPU as its driver describes it.</summary>
public sealed record GpuDescription
{
    /// <summary>Marketing name, such as <c>NVIDIA L4</c>. Makes two measurements incomparable.</summary>
    public required string Name { get; init; }

    /// <summary>UUID, <c>GPU-</c> and a GUID.</summary>
    public required string Uuid { get; init; }

    /// <summary>Compute capability, such as <c>8.9</c>.</summary>
    public required string ComputeCapability { get; init; }

    /// <summary>Streaming multiprocessors.</summary>
    public required int Multiprocessors { get; init; }

    /// <summary>Total memory, bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>L2 cache, bytes.</summary>
    public long? L2CacheBytes { get; init; }

    /// <summary>VBIOS version.</summary>
    public string? Vbios { get; init; }

    /// <summary>Whether ECC is on.</summary>
    public bool? Ecc { get; init; }

    /// <summary>Whether MIG is on.</summary>
    public bool? Mig { get; init; }

    /// <summary>Enforced power limit, watts.</summary>
    public double? PowerLimitWatts { get; init; }

    /// <summary>
    /// Driver version, such as <c>580.159.04</c>. Its branch (before the first dot) makes two measurements
    /// incomparable.
    /// </summary>
    public string? DriverVersion { get; init; }

    /// <summary>CUDA version that the driver speaks, such as <c>13.0</c>.</summary>
    public string? CudaDriverVersion { get; init; }

    /// <summary>CUPTI API version; null if CUPTI was not used.</summary>
    public int? CuptiVersion { get; init; }
}

/// <summary>The machine that drove the device.</summary>
public sealed record HostDescription
{
    /// <summary>Operating system, such as <c>Debian GNU/Linux 12</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Kernel version.</summary>
    public required string Kernel { get; init; }

    /// <summary>Processor model.</summary>
    public required string Processor { get; init; }

    /// <summary>
    /// Logical processors that the workers may use. On the host device it makes two measurements incomparable.
    /// </summary>
    public required int LogicalProcessors { get; init; }
}

/// <summary>The commit that a measurement belongs to.</summary>
/// <param name="Commit">Full SHA.</param>
/// <param name="Dirty">Whether the work tree differed from it.</param>
/// <param name="Tag">A tag that points at it; null for none.</param>
/// <param name="Branch">The branch; null if the head is detached.</param>
public sealed record GitState(string Commit, bool Dirty, string? Tag = null, string? Branch = null);
