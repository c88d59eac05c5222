using static PerfGate.Runner.Devices.Cuda.Binding.CudaApi;

namespace PerfGate.Runner.Devices.Cuda.Binding;

// Launches whose blocks run at once or in clusters.
internal sealed unsafe partial class NativeCudaDriver
{
    public void LaunchTogether(
        nint function, Dim3 grid, Dim3 block, int sharedBytes, nint stream, ReadOnlySpan<nint> arguments,
        bool cooperative, Dim3? cluster)
    {
        var attributes = stackalloc LaunchAttribute[2];
        var count = 0u;
        if (cooperative)
            attributes[count++] = new() { Id = LaunchAttribute.Cooperative, X = 1 };
        if (cluster is { } size)
            attributes[count++] = new() { Id = LaunchAttribute.ClusterDimension, X = size.X, Y = size.Y, Z = size.Z };
        var configuration = new LaunchConfiguration
        {
            GridX = grid.X, GridY = grid.Y, GridZ = grid.Z,
            BlockX = block.X, BlockY = block.Y, BlockZ = block.Z,
            SharedBytes = (uint)sharedBytes,
            Stream = stream,
            Attributes = attributes,
            AttributeCount = count,
        };
        fixed (nint* first = arguments)
            Check(cuLaunchKernelEx(&configuration, function, (void**)first, null), nameof(cuLaunchKernelEx));
    }
}
