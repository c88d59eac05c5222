using System.Collections.Immutable;

namespace PerfGate.Runner.Devices;

/// <summary>Sizes of a grid or a block.</summary>
internal readonly record struct Dim3(uint X, uint Y = 1, uint Z = 1)
{
    /// <summary>The product of the three.</summary>
    public ulong Count => (ulong)X * Y * Z;

    public override string ToString() => $"({X}, {Y}, {Z})";
}

/// <summary>One launch of a kernel, or of a C++ function, with everything bound.</summary>
/// <param name="Kernel">The kernel or function.</param>
/// <param name="Grid">Blocks.</param>
/// <param name="Block">Threads per block.</param>
/// <param name="SharedBytes">Dynamic shared memory, bytes.</param>
/// <param name="Arguments">One per parameter of the kernel.</param>
internal sealed record KernelLaunch(
    IDeviceKernel Kernel, Dim3 Grid, Dim3 Block, int SharedBytes, ImmutableArray<KernelArgument> Arguments)
{
    /// <summary>What a C++ function that launches is given beside its arguments; null for a kernel.</summary>
    public FunctionNeeds? Function { get; init; }
}

/// <summary>What a C++ function that launches is given, and what is stated of it.</summary>
/// <param name="Scratch">Memory that it may ask for.</param>
/// <param name="ScratchBytes">How much of it, bytes.</param>
/// <param name="Overlaps">Whether its kernels may run at the same time.</param>
/// <param name="Synchronizes">Whether it waits for the device.</param>
internal sealed record FunctionNeeds(IDeviceBuffer Scratch, long ScratchBytes, bool Overlaps, bool Synchronizes);

/// <summary>An argument of a launch: a buffer's address, or the bytes of a scalar.</summary>
/// <param name="Buffer">The buffer; null for a scalar.</param>
/// <param name="Scalar">The scalar's bytes as the kernel reads them (1, 2, 4 or 8); empty for a buffer.</param>
internal sealed record KernelArgument(IDeviceBuffer? Buffer, ImmutableArray<byte> Scalar);
