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
    /// <summary>The kernel as the manifest names it, for messages; its symbol where nothing was said.</summary>
    public string Name { get; init; } = Kernel.Symbol;

    /// <summary>What a C++ function that launches is given beside its arguments; null for a kernel.</summary>
    public FunctionNeeds? Function { get; init; }

    /// <summary>Whether all blocks run at once, so that the grid may wait for itself.</summary>
    public bool Cooperative { get; init; }

    /// <summary>Blocks of a cluster; null for none.</summary>
    public Dim3? Cluster { get; init; }
}

/// <summary>An argument of a launch: a buffer's address, or bytes that addresses may be part of.</summary>
/// <param name="Buffer">The buffer; null for bytes.</param>
/// <param name="Scalar">The bytes as the kernel reads them, a number's or a struct's; empty for a buffer.</param>
internal sealed record KernelArgument(IDeviceBuffer? Buffer, ImmutableArray<byte> Scalar)
{
    /// <summary>Addresses that take the place of eight bytes each.</summary>
    public ImmutableArray<BufferAddress> Addresses { get; init; } = [];

    /// <summary>Its size, bytes.</summary>
    public int Size => Buffer is null ? Scalar.Length : sizeof(ulong);

    /// <summary>Writes its bytes.</summary>
    /// <param name="to">Where to; as long as <see cref="Size"/>.</param>
    /// <param name="address">The address of a buffer.</param>
    public void Write(Span<byte> to, Func<IDeviceBuffer, ulong> address)
    {
        if (Buffer is not null)
            BitConverter.TryWriteBytes(to, address(Buffer));
        else
            Scalar.AsSpan().CopyTo(to);
        foreach (var one in Addresses)
            BitConverter.TryWriteBytes(to[one.At..], address(one.Buffer) + (ulong)one.Offset);
    }
}

/// <summary>An address of a buffer among the bytes of an argument.</summary>
/// <param name="At">Its offset in the argument, bytes.</param>
/// <param name="Buffer">The buffer.</param>
/// <param name="Offset">How far into the buffer it points, bytes.</param>
internal readonly record struct BufferAddress(int At, IDeviceBuffer Buffer, long Offset);

/// <summary>What a C++ function that launches is given, and what is stated of it.</summary>
/// <param name="Scratch">Memory that it may ask for.</param>
/// <param name="ScratchBytes">How much of it, bytes.</param>
/// <param name="Overlaps">Whether its kernels may run at the same time.</param>
/// <param name="Synchronizes">Whether it waits for the device.</param>
internal sealed record FunctionNeeds(IDeviceBuffer Scratch, long ScratchBytes, bool Overlaps, bool Synchronizes)
{
    /// <summary>
    /// The case with its inputs, compared by reference. Functions of the same object do the same work in each sequence
    /// of launches. Null where nothing is known of it.
    /// </summary>
    public object? Case { get; init; }
}
