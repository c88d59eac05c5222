using System.Runtime.InteropServices;

namespace PerfGate.Runner.Devices.Cuda.Binding;

/// <summary><c>CUlaunchConfig</c> of <c>cuda.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LaunchConfiguration
{
    public uint GridX,
        GridY,
        GridZ;
    public uint BlockX,
        BlockY,
        BlockZ;
    public uint SharedBytes;
    public nint Stream;
    public LaunchAttribute* Attributes;
    public uint AttributeCount;
}

/// <summary><c>CUlaunchAttribute</c>: a number, and a value of 64 bytes at a multiple of 8.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct LaunchAttribute
{
    /// <summary><c>CU_LAUNCH_ATTRIBUTE_COOPERATIVE</c>: an int.</summary>
    public const uint Cooperative = 2;

    /// <summary><c>CU_LAUNCH_ATTRIBUTE_CLUSTER_DIMENSION</c>: three unsigned ints.</summary>
    public const uint ClusterDimension = 4;

    [FieldOffset(0)]
    public uint Id;

    [FieldOffset(8)]
    public uint X;

    [FieldOffset(12)]
    public uint Y;

    [FieldOffset(16)]
    public uint Z;
}
